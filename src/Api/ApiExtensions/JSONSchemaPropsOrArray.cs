using System.Text;
using Kybernet.Machinery.Codecs;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.Api.ApiExtensions.V1;

/// <summary>A JSON schema for every item of an array, or a list of schemas, one for each item; in JSON either stands by itself.</summary>
public sealed record JSONSchemaPropsOrArray : IApiMessage<JSONSchemaPropsOrArray>
{
    public static JSONSchemaPropsOrArray Empty { get; } = new();

    public JSONSchemaProps? Schema { get; init; }

    public ListOf<JSONSchemaProps> JSONSchemas { get; init; }

    public static JSONSchemaPropsOrArray ReadJson(ref JsonReader reader, JSONSchemaPropsOrArray? into)
    {
        reader.BeginLenient();
        var value = ReadEither(ref reader);
        reader.EndLenient();
        return value;
    }

    public void WriteJson(JsonWriter writer, bool withKind = false)
    {
        if (!JSONSchemas.IsEmpty) ListCodec<JSONSchemaProps, MessageCodec<JSONSchemaProps>>.WriteJson(writer, JSONSchemas);
        else if (Schema is null) writer.Null();
        else Schema.WriteJson(writer);
    }

    public static JSONSchemaPropsOrArray ReadProto(ref ProtoReader reader, JSONSchemaPropsOrArray? into)
    {
        var value = into ?? Empty;
        var schemas = new Repeated<JSONSchemaProps>();
        while (reader.NextField(out var tag))
        {
            switch (tag)
            {
                case (1 << 3) | 2:
                    value = value with { Schema = MessageCodec<JSONSchemaProps>.ReadProto(ref reader, value.Schema) };
                    break;
                case (2 << 3) | 2:
                    ListCodec<JSONSchemaProps, MessageCodec<JSONSchemaProps>>.ReadProto(ref reader, tag, ref schemas);
                    break;
                default:
                    reader.SkipUnknown(tag, 0b110, nameof(JSONSchemaPropsOrArray));
                    break;
            }
        }

        return schemas.Count == 0 ? value : value with { JSONSchemas = schemas.After(value.JSONSchemas) };
    }

    public void WriteProto(ProtoWriter writer)
    {
        ListCodec<JSONSchemaProps, MessageCodec<JSONSchemaProps>>.WriteProto(writer, 2, JSONSchemas);
        if (Schema is not null) MessageCodec<JSONSchemaProps>.WriteProto(writer, 1, Schema);
    }

    public override string ToString()
    {
        using var writer = new JsonWriter();
        WriteJson(writer);
        return Encoding.UTF8.GetString(writer.Written);
    }

    private static JSONSchemaPropsOrArray ReadEither(ref JsonReader reader)
    {
        switch (reader.PeekValue())
        {
            case (byte)'{':
                return new() { Schema = JSONSchemaProps.ReadJson(ref reader, null) };
            case (byte)'[':
                return new() { JSONSchemas = ListCodec<JSONSchemaProps, MessageCodec<JSONSchemaProps>>.ReadJson(ref reader, "[]v1.JSONSchemaProps") };
            default:
                // As upstream, anything else counts as nothing.
                reader.SkipValue();
                return Empty;
        }
    }
}
