using System.Text;
using Kybernet.Machinery.Codecs;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.Api.ApiExtensions.V1;

/// <summary>A JSON schema, or a yes or no; in JSON either stands by itself.</summary>
public sealed record JSONSchemaPropsOrBool : IApiMessage<JSONSchemaPropsOrBool>
{
    public static JSONSchemaPropsOrBool Empty { get; } = new();

    /// <summary>Always true with a schema.</summary>
    public bool Allows { get; init; }

    public JSONSchemaProps? Schema { get; init; }

    public static JSONSchemaPropsOrBool ReadJson(ref JsonReader reader, JSONSchemaPropsOrBool? into)
    {
        reader.BeginLenient();
        var value = ReadEither(ref reader);
        reader.EndLenient();
        return value;
    }

    public void WriteJson(JsonWriter writer, bool withKind = false)
    {
        if (Schema is null) writer.Bool(Allows);
        else Schema.WriteJson(writer);
    }

    public static JSONSchemaPropsOrBool ReadProto(ref ProtoReader reader, JSONSchemaPropsOrBool? into)
    {
        var value = into ?? Empty;
        while (reader.NextField(out var tag))
        {
            switch (tag)
            {
                case 1 << 3:
                    value = value with { Allows = reader.ReadBool() };
                    break;
                case (2 << 3) | 2:
                    value = value with { Schema = MessageCodec<JSONSchemaProps>.ReadProto(ref reader, value.Schema) };
                    break;
                default:
                    reader.SkipUnknown(tag, 0b110, nameof(JSONSchemaPropsOrBool));
                    break;
            }
        }

        return value;
    }

    public void WriteProto(ProtoWriter writer)
    {
        if (Schema is not null) MessageCodec<JSONSchemaProps>.WriteProto(writer, 2, Schema);
        writer.Bool(1, Allows);
    }

    public override string ToString()
    {
        using var writer = new JsonWriter();
        WriteJson(writer);
        return Encoding.UTF8.GetString(writer.Written);
    }

    private static JSONSchemaPropsOrBool ReadEither(ref JsonReader reader)
    {
        switch (reader.PeekValue())
        {
            case (byte)'{':
                return new() { Allows = true, Schema = JSONSchemaProps.ReadJson(ref reader, null) };
            case (byte)'t' or (byte)'f':
                return new() { Allows = reader.ReadBool() };
            default:
                reader.Fail(reader.Position, "boolean or JSON schema expected");
                return Empty;
        }
    }
}
