using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.Machinery.Codecs;

public readonly struct DoubleCodec : IFieldCodec<double>
{
    public static uint WireType => 1;

    public static double ReadJson(ref JsonReader reader) => reader.ReadDouble();

    public static void WriteJson(JsonWriter writer, double value) => writer.Double(value);

    public static double ReadProto(ref ProtoReader reader) => reader.ReadDouble();

    public static void WriteProto(ProtoWriter writer, int field, double value) => writer.Double(field, value);
}
