using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.Machinery.Codecs;

public readonly struct Int32Codec : IFieldCodec<int>
{
    public static uint WireType => 0;

    public static int ReadJson(ref JsonReader reader) => reader.ReadInt32();

    public static void WriteJson(JsonWriter writer, int value) => writer.Int(value);

    public static int ReadProto(ref ProtoReader reader) => reader.ReadInt32();

    public static void WriteProto(ProtoWriter writer, int field, int value) => writer.Int(field, value);
}

public readonly struct Int64Codec : IFieldCodec<long>
{
    public static uint WireType => 0;

    public static long ReadJson(ref JsonReader reader) => reader.ReadInt64();

    public static void WriteJson(JsonWriter writer, long value) => writer.Int(value);

    public static long ReadProto(ref ProtoReader reader) => reader.ReadInt64();

    public static void WriteProto(ProtoWriter writer, int field, long value) => writer.Int(field, value);
}
