using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;
using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Codecs;

/// <summary>The fields of a manager: JSON, and a message with its bytes in protobuf.</summary>
public readonly struct FieldsV1Codec : IFieldCodec<FieldsV1>
{
    public static uint WireType => 2;

    public static FieldsV1 ReadJson(ref JsonReader reader) => FieldsV1.Read(ref reader);

    public static void WriteJson(JsonWriter writer, FieldsV1 value) => value.Write(writer);

    public static FieldsV1 ReadProto(ref ProtoReader reader) =>
        RawBytes.Read(ref reader, "FieldsV1", isShared: true) is { } bytes ? FieldsV1.FromWire(bytes) : default;

    public static void WriteProto(ProtoWriter writer, int field, FieldsV1 value) => RawBytes.Write(writer, field, value.IsAbsent, value.Span);
}
