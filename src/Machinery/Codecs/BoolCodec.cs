using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.Machinery.Codecs;

public readonly struct BoolCodec : IFieldCodec<bool>
{
    public static uint WireType => 0;

    public static bool ReadJson(ref JsonReader reader) => reader.ReadBool();

    public static void WriteJson(JsonWriter writer, bool value) => writer.Bool(value);

    public static bool ReadProto(ref ProtoReader reader) => reader.ReadBool();

    public static void WriteProto(ProtoWriter writer, int field, bool value) => writer.Bool(field, value);
}
