using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.Machinery.Codecs;

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
