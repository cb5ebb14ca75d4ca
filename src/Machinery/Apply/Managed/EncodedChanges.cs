using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Apply.Managed;

/// <summary>Reads objects for the comparison of their fields, looking at bytes first.</summary>
internal static class EncodedChanges
{
    /// <summary>
    /// Reads of both objects only the members (<c>metadata</c>, <c>spec</c>, <c>status</c>, …) that differ: those that are equal change
    /// nobody's ownership. False when the objects have other members, or the same in another order; they must then be read whole.
    /// </summary>
    /// <remarks>
    /// Differences in metadata that nobody owns do not count. Parts that are equal are not checked: list items without their keys are no
    /// failure there, as they are to a comparison.
    /// </remarks>
    public static bool TryRead(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, out JsonValue left, out JsonValue right)
    {
        left = right = JsonValue.From(MapOf<JsonValue>.Empty);
        var a = new JsonReader(before, DecodeOptions.Default);
        var b = new JsonReader(after, DecodeOptions.Default);
        if (!a.BeginObject("") || !b.BeginObject("")) return false;
        while (true)
        {
            var more = a.NextMember(out var name);
            if (b.NextMember(out var otherName) != more) return false;
            if (!more) return !a.Failed && !b.Failed;
            if (!name.SequenceEqual(otherName)) return false;
            var isMetadata = name.SequenceEqual("metadata"u8);
            var member = a.MakeString(name);
            var startA = a;
            var startB = b;
            if (isMetadata ? IsSameMetadata(ref a, ref b) : a.ReadRaw().SequenceEqual(b.ReadRaw())) continue;
            a = startA;
            b = startB;
            left = left.With(member, ReadMember(ref a, isMetadata));
            right = right.With(member, ReadMember(ref b, isMetadata));
        }
    }

    /// <summary>Reads an object without its managed fields, which are often half of it: they do not own themselves.</summary>
    public static JsonValue Read(ReadOnlySpan<byte> json)
    {
        var reader = new JsonReader(json, DecodeOptions.Default);
        if (reader.PeekValue() != '{' || !reader.BeginObject("")) return JsonValueCodec.ReadJson(ref reader);
        var members = new List<KeyValuePair<string, JsonValue>>(8);
        while (reader.NextMember(out var name))
        {
            var isMetadata = name.SequenceEqual("metadata"u8);
            members.Add(KeyValuePair.Create(reader.MakeString(name), ReadMember(ref reader, isMetadata)));
        }

        return JsonValue.From(members.ToMapOf());
    }

    private static JsonValue ReadMember(ref JsonReader reader, bool isMetadata)
    {
        if (!isMetadata || reader.PeekValue() != '{' || !reader.BeginObject("")) return JsonValueCodec.ReadJson(ref reader);
        var members = new List<KeyValuePair<string, JsonValue>>(16);
        while (reader.NextMember(out var name))
        {
            var member = reader.MakeString(name);
            if (member == "managedFields") reader.SkipValue();
            else members.Add(KeyValuePair.Create(member, JsonValueCodec.ReadJson(ref reader)));
        }

        return JsonValue.From(members.ToMapOf());
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
