using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;
using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Codecs;

/// <summary>RFC 3339 in JSON, <c>null</c> for the zero time; seconds and nanoseconds since 1970 in protobuf, nothing for the zero time.</summary>
public readonly struct TimeCodec : IFieldCodec<Time>
{
    public static uint WireType => 2;

    public static Time ReadJson(ref JsonReader reader)
    {
        if (reader.TryReadNull()) return default;
        var start = reader.Position;
        var text = reader.ReadStringSpan("string");
        if (reader.Failed) return default;
        if (Time.TryParse(text, out var time, out var error)) return time;
        reader.Fail(start, error);
        return default;
    }

    public static void WriteJson(JsonWriter writer, Time value)
    {
        Span<byte> text = stackalloc byte[Time.MaxFormattedLength];
        if (value.IsZero || !value.TryFormat(text, out var length)) writer.Null();
        else writer.Plain(text[..length]);
    }

    public static Time ReadProto(ref ProtoReader reader) => Timestamp.Read(ref reader, out var seconds, out _) ? Time.FromUnixSeconds(seconds) : default;

    public static void WriteProto(ProtoWriter writer, int field, Time value)
    {
        var before = writer.Length;
        if (!value.IsZero) Timestamp.Write(writer, value.UnixSeconds, 0);
        writer.Message(field, before);
    }
}
