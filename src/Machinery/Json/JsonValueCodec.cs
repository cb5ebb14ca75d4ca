using System.Buffers.Text;
using Kybernet.Machinery.Codecs;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.Machinery.Json;

/// <summary>Any JSON value. In protobuf, where upstream has no form for it, a message with its text.</summary>
public readonly struct JsonValueCodec : IFieldCodec<JsonValue>
{
    public static uint WireType => 2;

    /// <summary>Reads the next value. In strict reading, duplicate members at any depth are reported.</summary>
    public static JsonValue ReadJson(ref JsonReader reader)
    {
        switch (reader.PeekValue())
        {
            case (byte)'{':
                return JsonValue.From(MapCodec<JsonValue, JsonValueCodec>.ReadJson(ref reader, "map[string]interface {}"));
            case (byte)'[':
                return JsonValue.From(ListCodec<JsonValue, JsonValueCodec>.ReadJson(ref reader, "[]interface {}"));
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
                ListCodec<JsonValue, JsonValueCodec>.WriteJson(writer, value.Items);
                break;
            case JsonKind.Foreign:
                writer.String(value.AsForeign()!.ToString());
                break;
            default:
                MapCodec<JsonValue, JsonValueCodec>.WriteJson(writer, value.Members);
                break;
        }
    }

    public static JsonValue ReadProto(ref ProtoReader reader)
    {
        if (RawBytes.Read(ref reader, "JSON") is not { } text) return default;
        var json = new JsonReader(text, DecodeOptions.Default);
        var value = ReadJson(ref json);
        json.ExpectEnd();
        return json.Failed ? default : value;
    }

    public static void WriteProto(ProtoWriter writer, int field, JsonValue value)
    {
        using var json = new JsonWriter();
        WriteJson(json, value);
        RawBytes.Write(writer, field, value.IsNull, json.Written);
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
}
