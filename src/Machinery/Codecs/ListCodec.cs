using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.Machinery.Codecs;

/// <summary>A list field: a JSON array, a repeated field in protobuf.</summary>
public static class ListCodec<T, TCodec>
    where TCodec : struct, IFieldCodec<T>
{
    /// <param name="goType">What upstream's error calls the list: <c>[]v1.Container</c>.</param>
    public static ListOf<T> ReadJson(ref JsonReader reader, string goType)
    {
        if (!reader.BeginArray(goType)) return default;
        var items = new Collected<T>();
        while (reader.NextItem()) items.Add(TCodec.ReadJson(ref reader));
        return ListOf<T>.Adopt(items.ToArray());
    }

    /// <summary>
    /// The same for a list that repeats across objects, whole or item by item: shared through the pool of the
    /// <see cref="DecodeOptions"/>.
    /// </summary>
    public static ListOf<T> ReadSharedJson(ref JsonReader reader, string goType)
    {
        if (reader.FindShared<T[]>(out var key) is { } shared) return ListOf<T>.Adopt(shared);
        var list = ReadJson(ref reader, goType);
        if (list.Items is { } items) reader.Share(key, items);
        return list;
    }

    /// <summary>Writes the array; <c>null</c> for the absent list.</summary>
    public static void WriteJson(JsonWriter writer, ListOf<T> list)
    {
        if (list.IsAbsent)
        {
            writer.Null();
            return;
        }

        writer.BeginArray();
        foreach (var item in list)
        {
            writer.NextItem();
            TCodec.WriteJson(writer, item);
        }

        writer.EndArray();
    }

    /// <summary>Reads one item whose tag has been read; of numbers, also a packed run of them.</summary>
    public static void ReadProto(ref ProtoReader reader, uint tag, ref Repeated<T> items)
    {
        if (items.IsFull) items.Reserve(reader.CountRun(tag));
        items.Add(TCodec.ReadProto(ref reader));
    }

    /// <summary>
    /// Reads the run of items that begins here, whose first tag has been read: a list that repeats across objects, whole or item by
    /// item, shared through the pool of the <see cref="DecodeOptions"/>.
    /// </summary>
    public static void ReadSharedProto(ref ProtoReader reader, uint tag, ref Repeated<T> items)
    {
        if (items.Count > 0)
        {
            ReadProto(ref reader, tag, ref items);
            return;
        }

        if (reader.FindSharedRun<T[]>(tag, out var run) is { } shared)
        {
            items = Repeated<T>.Of(shared);
            return;
        }

        items.Reserve(run.Count);
        do items.Add(TCodec.ReadProto(ref reader));
        while (reader.NextOf(run));
        reader.ShareRun(run, items.ToArray());
    }

    public static void ReadPacked(ref ProtoReader reader, ref Repeated<T> items)
    {
        var outer = reader.BeginMessage();
        while (!reader.AtEnd)
        {
            if (items.IsFull) items.Reserve(4);
            items.Add(TCodec.ReadProto(ref reader));
        }

        reader.EndMessage(outer);
    }

    public static void WriteProto(ProtoWriter writer, int field, ListOf<T> list)
    {
        var items = list.AsSpan();
        for (var i = items.Length - 1; i >= 0; i--) TCodec.WriteProto(writer, field, items[i]);
    }
}
