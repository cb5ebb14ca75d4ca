using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;
using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Codecs;

/// <summary>Bytes: base64 in JSON.</summary>
public readonly struct BytesCodec : IFieldCodec<Bytes>
{
    public static uint WireType => 2;

    public static Bytes ReadJson(ref JsonReader reader) => Bytes.Adopt(reader.ReadBytes());

    public static void WriteJson(JsonWriter writer, Bytes value)
    {
        if (value.IsAbsent) writer.Null();
        else writer.Base64(value.Span);
    }

    public static Bytes ReadProto(ref ProtoReader reader) => Bytes.Adopt(reader.ReadBytes());

    public static void WriteProto(ProtoWriter writer, int field, Bytes value) => writer.Bytes(field, value.Span);
}
