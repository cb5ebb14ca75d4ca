using System.Buffers.Text;
using Kybernet.Machinery.Codecs;

namespace Kybernet.Machinery.Json;

/// <summary>Reads and writes any JSON value.</summary>
public static class JsonValueCodec
{
    /// <summary>Reads the next value. In strict reading, duplicate members at any depth are reported.</summary>
    public static JsonValue ReadJson(ref JsonReader reader)
    {
        switch (reader.PeekValue())
        {
            case (byte)'{':
                return JsonValue.From(MapCodec<JsonValue, Codec>.ReadJson(ref reader, "map[string]interface {}"));
            case (byte)'[':
                return JsonValue.From(ListCodec<JsonValue, Codec>.ReadJson(ref reader, "[]interface {}"));
            case (byte)'"':
                return JsonValue.From(reader.ReadString());
            case (byte)'t' or (byte)'f':
                return JsonValue.From(reader.ReadBool());
            case (byte)'n':
                reader.TryReadNull();
                return default;
            default:
                return ReadNumber(ref reader);
        }
    }

    public static void WriteJson(JsonWriter writer, JsonValue value)
    {
        switch (value.Kind)
        {
            case JsonKind.Null:
                writer.Null();
                break;
            case JsonKind.Bool:
                writer.Bool(value.AsBool()!.Value);
                break;
            case JsonKind.Integer:
                writer.Int(value.AsInteger()!.Value);
                break;
            case JsonKind.Double:
                writer.Double(value.AsDouble()!.Value);
                break;
            case JsonKind.String:
                writer.String(value.AsString());
                break;
            case JsonKind.Array:
                ListCodec<JsonValue, Codec>.WriteJson(writer, value.Items);
                break;
            default:
                MapCodec<JsonValue, Codec>.WriteJson(writer, value.Members);
                break;
        }
    }

    /// <summary>As upstream: an int64 when the literal is one, a float64 otherwise.</summary>
    private static JsonValue ReadNumber(ref JsonReader reader)
    {
        var start = reader.Position;
        var literal = reader.ReadRaw();
        if (reader.Failed) return default;
        if (Utf8Parser.TryParse(literal, out long integer, out var used) && used == literal.Length) return JsonValue.From(integer);
        if (Utf8Parser.TryParse(literal, out double number, out used) && used == literal.Length && double.IsFinite(number)) return JsonValue.From(number);
        reader.Fail(start, "json: cannot unmarshal number into Go value of type float64", "float64");
        return default;
    }

    private readonly struct Codec : IFieldCodec<JsonValue>
    {
        public static uint WireType => 2;

        public static JsonValue ReadJson(ref JsonReader reader) => JsonValueCodec.ReadJson(ref reader);

        public static void WriteJson(JsonWriter writer, JsonValue value) => JsonValueCodec.WriteJson(writer, value);

        public static JsonValue ReadProto(ref Protobuf.ProtoReader reader) => throw new InvalidOperationException("a JSON value has no protobuf form");

        public static void WriteProto(Protobuf.ProtoWriter writer, int field, JsonValue value) =>
            throw new InvalidOperationException("a JSON value has no protobuf form");
    }
}
