using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.Machinery.Codecs;

/// <summary>A map field with string keys: a JSON object, repeated entries in protobuf, sorted by key in both.</summary>
public static class MapCodec<T, TCodec>
    where TCodec : struct, IFieldCodec<T>
{
    private const uint KeyTag = (1 << 3) | 2;

    /// <param name="goType">What upstream's error calls the map: <c>map[string]string</c>.</param>
    public static MapOf<T> ReadJson(ref JsonReader reader, string goType)
    {
        if (!reader.BeginObject(goType)) return default;
        var depth = reader.Depth;
        var entries = new Collected<KeyValuePair<string, T>>();
        HashSet<string>? seen = reader.IsStrict ? [] : null;
        while (reader.NextMember(out var name))
        {
            var key = reader.MakeString(name);
            if (seen?.Add(key) == false) reader.Duplicate();
            entries.Add(KeyValuePair.Create(key, TCodec.ReadJson(ref reader)));
        }

        if (reader.Failed) reader.BlameMap(depth);
        return MapOf<T>.Adopt(entries.ToArray());
    }

    /// <summary>The same for a map that repeats across objects: shared through the pool of the <see cref="DecodeOptions"/>.</summary>
    public static MapOf<T> ReadSharedJson(ref JsonReader reader, string goType)
    {
        if (reader.FindShared<KeyValuePair<string, T>[]>(out var key) is { } shared) return MapOf<T>.FromSorted(shared);
        var map = ReadJson(ref reader, goType);
        if (map.Entries is { } entries) reader.Share(key, entries);
        return map;
    }

    /// <summary>Writes the object; <c>null</c> for the absent map.</summary>
    public static void WriteJson(JsonWriter writer, MapOf<T> map)
    {
        if (map.IsAbsent)
        {
            writer.Null();
            return;
        }

        writer.BeginObject();
        foreach (ref readonly var entry in map.AsSpan())
        {
            writer.Key(entry.Key);
            TCodec.WriteJson(writer, entry.Value);
        }

        writer.EndObject();
    }

    /// <summary>Reads one entry whose tag has been read. A missing key is "", a missing value the zero value.</summary>
    public static void ReadProto(ref ProtoReader reader, uint tag, ref Repeated<KeyValuePair<string, T>> entries, T zero)
    {
        if (entries.IsFull) entries.Reserve(reader.CountRun(tag));
        entries.Add(ReadEntry(ref reader, zero));
    }

    /// <summary>
    /// Reads the run of entries that begins here, whose first tag has been read: a map that repeats across objects, shared through the
    /// pool of the <see cref="DecodeOptions"/>.
    /// </summary>
    public static void ReadSharedProto(ref ProtoReader reader, uint tag, ref Repeated<KeyValuePair<string, T>> entries, T zero)
    {
        if (entries.Count > 0)
        {
            ReadProto(ref reader, tag, ref entries, zero);
            return;
        }

        if (reader.FindSharedRun<KeyValuePair<string, T>[]>(tag, out var run) is { } shared)
        {
            entries = Repeated<KeyValuePair<string, T>>.Of(shared);
            return;
        }

        entries.Reserve(run.Count);
        do entries.Add(ReadEntry(ref reader, zero));
        while (reader.NextOf(run));
        reader.ShareRun(run, entries.ToArray());
    }

    private static KeyValuePair<string, T> ReadEntry(ref ProtoReader reader, T zero)
    {
        var outer = reader.BeginMessage();
        var key = "";
        var value = zero;
        while (reader.NextField(out var part))
        {
            if (part == KeyTag) key = reader.ReadSharedString();
            else if (part == ((2 << 3) | TCodec.WireType)) value = TCodec.ReadProto(ref reader);
            else reader.SkipField(part);
        }

        reader.EndMessage(outer);
        return KeyValuePair.Create(key, value);
    }

    public static void WriteProto(ProtoWriter writer, int field, MapOf<T> map)
    {
        var entries = map.AsSpan();
        for (var i = entries.Length - 1; i >= 0; i--)
        {
            var before = writer.Length;
            TCodec.WriteProto(writer, 2, entries[i].Value);
            writer.String(1, entries[i].Key);
            writer.Message(field, before);
        }
    }
}
