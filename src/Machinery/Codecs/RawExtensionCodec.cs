using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;
using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Codecs;

/// <summary>Any JSON value; a message with its bytes in protobuf.</summary>
public readonly struct RawExtensionCodec : IFieldCodec<RawExtension>
{
    public static uint WireType => 2;

    public static RawExtension ReadJson(ref JsonReader reader) => RawExtension.Read(ref reader);

    public static void WriteJson(JsonWriter writer, RawExtension value) => value.Write(writer);

    public static RawExtension ReadProto(ref ProtoReader reader) =>
        RawBytes.Read(ref reader, "RawExtension") is { } bytes ? RawExtension.FromWire(bytes) : default;

    public static void WriteProto(ProtoWriter writer, int field, RawExtension value) => RawBytes.Write(writer, field, value.IsAbsent, value.Span);
}
