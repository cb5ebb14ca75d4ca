using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Apply.Managed;

/// <summary>Compares two encodings of an object by their bytes.</summary>
internal static class EncodedChanges
{
    /// <summary>
    /// True when the objects are the same but for metadata that nobody owns. Members must come in the same order, as our writers
    /// have them; false is always a safe answer.
    /// </summary>
    public static bool AreOnlyNeverOwned(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        var a = new JsonReader(before, DecodeOptions.Default);
        var b = new JsonReader(after, DecodeOptions.Default);
        if (!a.BeginObject("") || !b.BeginObject("")) return false;
        while (true)
        {
            var more = a.NextMember(out var name);
            if (b.NextMember(out var otherName) != more) return false;
            if (!more) return !a.Failed && !b.Failed;
            if (!name.SequenceEqual(otherName)) return false;
            if (!(name.SequenceEqual("metadata"u8) ? IsSameMetadata(ref a, ref b) : a.ReadRaw().SequenceEqual(b.ReadRaw()))) return false;
        }
    }

    private static bool IsSameMetadata(ref JsonReader a, ref JsonReader b)
    {
        if (!a.BeginObject("") || !b.BeginObject("")) return false;
        while (true)
        {
            var more = NextOwned(ref a, out var name);
            if (NextOwned(ref b, out var otherName) != more) return false;
            if (!more) return true;
            if (!name.SequenceEqual(otherName) || !a.ReadRaw().SequenceEqual(b.ReadRaw())) return false;
        }
    }

    private static bool NextOwned(ref JsonReader reader, out ReadOnlySpan<byte> name)
    {
        while (reader.NextMember(out name))
        {
            if (!IsNeverOwned(name)) return true;
            reader.SkipValue();
        }

        return false;
    }

    private static bool IsNeverOwned(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("resourceVersion"u8) || name.SequenceEqual("managedFields"u8) || name.SequenceEqual("generation"u8)
        || name.SequenceEqual("uid"u8) || name.SequenceEqual("creationTimestamp"u8) || name.SequenceEqual("selfLink"u8)
        || name.SequenceEqual("name"u8) || name.SequenceEqual("namespace"u8);
}
