using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.Machinery.Codecs;

/// <summary>A string of its own: a name, a message.</summary>
public readonly struct StringCodec : IFieldCodec<string>
{
    public static uint WireType => 2;

    public static string ReadJson(ref JsonReader reader) => reader.ReadString();

    public static void WriteJson(JsonWriter writer, string? value) => writer.String(value);

    public static string ReadProto(ref ProtoReader reader) => reader.ReadString();

    public static void WriteProto(ProtoWriter writer, int field, string? value) => writer.String(field, value);
}

/// <summary>A string that repeats across objects.</summary>
public readonly struct SharedStringCodec : IFieldCodec<string>
{
    public static uint WireType => 2;

    public static string ReadJson(ref JsonReader reader) => reader.ReadSharedString();

    public static void WriteJson(JsonWriter writer, string? value) => writer.String(value);

    public static string ReadProto(ref ProtoReader reader) => reader.ReadSharedString();

    public static void WriteProto(ProtoWriter writer, int field, string? value) => writer.String(field, value);
}
