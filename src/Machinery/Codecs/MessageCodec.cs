using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.Machinery.Codecs;

/// <summary>A record inside another.</summary>
public readonly struct MessageCodec<T> : IFieldCodec<T>
    where T : class, IApiMessage<T>
{
    public static uint WireType => 2;

    public static T ReadJson(ref JsonReader reader) => T.ReadJson(ref reader, null);

    public static void WriteJson(JsonWriter writer, T value) => value.WriteJson(writer);

    public static T ReadProto(ref ProtoReader reader) => ReadProto(ref reader, null);

    /// <summary>A message field that comes again is merged into what came before.</summary>
    public static T ReadProto(ref ProtoReader reader, T? into)
    {
        var outer = reader.BeginMessage();
        var value = T.ReadProto(ref reader, into);
        reader.EndMessage(outer);
        return value;
    }

    public static void WriteProto(ProtoWriter writer, int field, T value)
    {
        var before = writer.Length;
        value.WriteProto(writer);
        writer.Message(field, before);
    }
}

/// <summary>A record inside another that repeats across objects: shared through the pool of the <see cref="DecodeOptions"/>.</summary>
public readonly struct SharedMessageCodec<T> : IFieldCodec<T>
    where T : class, IApiMessage<T>
{
    public static uint WireType => 2;

    public static T ReadJson(ref JsonReader reader) => ReadJson(ref reader, null);

    public static T ReadJson(ref JsonReader reader, T? into)
    {
        if (into is not null) return T.ReadJson(ref reader, into);
        if (reader.FindShared<T>(out var key) is { } shared) return shared;
        var value = T.ReadJson(ref reader, null);
        reader.Share(key, value);
        return value;
    }

    public static void WriteJson(JsonWriter writer, T value) => value.WriteJson(writer);

    public static T ReadProto(ref ProtoReader reader) => ReadProto(ref reader, null);

    public static T ReadProto(ref ProtoReader reader, T? into)
    {
        if (into is not null) return MessageCodec<T>.ReadProto(ref reader, into);
        if (reader.FindShared<T>(out var key) is { } shared) return shared;
        var value = MessageCodec<T>.ReadProto(ref reader, null);
        reader.Share(key, value);
        return value;
    }

    public static void WriteProto(ProtoWriter writer, int field, T value) => MessageCodec<T>.WriteProto(writer, field, value);
}

/// <summary>A kind inside another that is written with its <c>kind</c> and <c>apiVersion</c>.</summary>
public readonly struct KindCodec<T> : IFieldCodec<T>
    where T : class, IApiMessage<T>
{
    public static uint WireType => 2;

    public static T ReadJson(ref JsonReader reader) => T.ReadJson(ref reader, null);

    public static void WriteJson(JsonWriter writer, T value) => value.WriteJson(writer, withKind: true);

    public static T ReadProto(ref ProtoReader reader) => MessageCodec<T>.ReadProto(ref reader, null);

    public static T ReadProto(ref ProtoReader reader, T? into) => MessageCodec<T>.ReadProto(ref reader, into);

    public static void WriteProto(ProtoWriter writer, int field, T value) => MessageCodec<T>.WriteProto(writer, field, value);
}
