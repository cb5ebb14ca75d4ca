using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;
using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Codecs;

/// <summary>As <see cref="TimeCodec"/>, with six digits of fraction in JSON.</summary>
public readonly struct MicroTimeCodec : IFieldCodec<MicroTime>
{
    public static uint WireType => 2;

    public static MicroTime ReadJson(ref JsonReader reader)
    {
        if (reader.TryReadNull()) return default;
        var start = reader.Position;
        var text = reader.ReadStringSpan("string");
        if (reader.Failed) return default;
        if (MicroTime.TryParse(text, out var time, out var error)) return time;
        reader.Fail(start, error);
        return default;
    }

    public static void WriteJson(JsonWriter writer, MicroTime value)
    {
        Span<byte> text = stackalloc byte[MicroTime.MaxFormattedLength];
        if (value.IsZero || !value.TryFormat(text, out var length)) writer.Null();
        else writer.Plain(text[..length]);
    }

    public static MicroTime ReadProto(ref ProtoReader reader) =>
        Timestamp.Read(ref reader, out var seconds, out var nanos) ? MicroTime.FromUnix(seconds, nanos) : default;

    public static void WriteProto(ProtoWriter writer, int field, MicroTime value)
    {
        var before = writer.Length;
        if (!value.IsZero) Timestamp.Write(writer, value.UnixSeconds, value.Nanos);
        writer.Message(field, before);
    }
}
