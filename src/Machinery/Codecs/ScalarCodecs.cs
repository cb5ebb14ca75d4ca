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

/// <summary>The string constants of an enum of the schema: known bytes become the constant itself.</summary>
public interface IKnownStrings
{
    /// <summary>The constant with these bytes, or null.</summary>
    static abstract string? Find(ReadOnlySpan<byte> utf8);
}

/// <summary>A string with well-known values.</summary>
public readonly struct KnownStringCodec<TKnown> : IFieldCodec<string>
    where TKnown : struct, IKnownStrings
{
    public static uint WireType => 2;

    public static string ReadJson(ref JsonReader reader)
    {
        var utf8 = reader.ReadStringSpan("string");
        return TKnown.Find(utf8) ?? reader.MakeString(utf8);
    }

    public static void WriteJson(JsonWriter writer, string? value) => writer.String(value);

    public static string ReadProto(ref ProtoReader reader)
    {
        var utf8 = reader.ReadSpan();
        return TKnown.Find(utf8) ?? reader.MakeString(utf8);
    }

    public static void WriteProto(ProtoWriter writer, int field, string? value) => writer.String(field, value);
}

public readonly struct BoolCodec : IFieldCodec<bool>
{
    public static uint WireType => 0;

    public static bool ReadJson(ref JsonReader reader) => reader.ReadBool();

    public static void WriteJson(JsonWriter writer, bool value) => writer.Bool(value);

    public static bool ReadProto(ref ProtoReader reader) => reader.ReadBool();

    public static void WriteProto(ProtoWriter writer, int field, bool value) => writer.Bool(field, value);
}

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

public readonly struct DoubleCodec : IFieldCodec<double>
{
    public static uint WireType => 1;

    public static double ReadJson(ref JsonReader reader) => reader.ReadDouble();

    public static void WriteJson(JsonWriter writer, double value) => writer.Double(value);

    public static double ReadProto(ref ProtoReader reader) => reader.ReadDouble();

    public static void WriteProto(ProtoWriter writer, int field, double value) => writer.Double(field, value);
}
