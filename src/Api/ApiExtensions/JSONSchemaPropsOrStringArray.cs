using System.Text;
using Kybernet.Machinery.Codecs;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.Api.ApiExtensions.V1;

/// <summary>A JSON schema, or the names of properties; in JSON either stands by itself.</summary>
public sealed record JSONSchemaPropsOrStringArray : IApiMessage<JSONSchemaPropsOrStringArray>
{
    public static JSONSchemaPropsOrStringArray Empty { get; } = new();

    public JSONSchemaProps? Schema { get; init; }

    public ListOf<string> Property { get; init; }

    public static JSONSchemaPropsOrStringArray ReadJson(ref JsonReader reader, JSONSchemaPropsOrStringArray? into)
    {
        reader.BeginLenient();
        var value = ReadEither(ref reader);
        reader.EndLenient();
        return value;
    }

    public void WriteJson(JsonWriter writer, bool withKind = false)
    {
        if (!Property.IsEmpty) ListCodec<string, SharedStringCodec>.WriteJson(writer, Property);
        else if (Schema is null) writer.Null();
        else Schema.WriteJson(writer);
    }

    public static JSONSchemaPropsOrStringArray ReadProto(ref ProtoReader reader, JSONSchemaPropsOrStringArray? into)
    {
        var value = into ?? Empty;
        var property = new Repeated<string>();
        while (reader.NextField(out var tag))
        {
            switch (tag)
            {
                case (1 << 3) | 2:
                    value = value with { Schema = MessageCodec<JSONSchemaProps>.ReadProto(ref reader, value.Schema) };
                    break;
                case (2 << 3) | 2:
                    ListCodec<string, SharedStringCodec>.ReadProto(ref reader, tag, ref property);
                    break;
                default:
                    reader.SkipUnknown(tag, 0b110, nameof(JSONSchemaPropsOrStringArray));
                    break;
            }
        }

        return property.Count == 0 ? value : value with { Property = property.After(value.Property) };
    }

    public void WriteProto(ProtoWriter writer)
    {
        ListCodec<string, SharedStringCodec>.WriteProto(writer, 2, Property);
        if (Schema is not null) MessageCodec<JSONSchemaProps>.WriteProto(writer, 1, Schema);
    }

    public override string ToString()
    {
        using var writer = new JsonWriter();
        WriteJson(writer);
        return Encoding.UTF8.GetString(writer.Written);
    }

    private static JSONSchemaPropsOrStringArray ReadEither(ref JsonReader reader)
    {
        switch (reader.PeekValue())
        {
            case (byte)'{':
                return new() { Schema = JSONSchemaProps.ReadJson(ref reader, null) };
            case (byte)'[':
                return new() { Property = ListCodec<string, SharedStringCodec>.ReadJson(ref reader, "[]string") };
            default:
                // As upstream, anything else counts as nothing.
                reader.SkipValue();
                return Empty;
        }
    }
}
