using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.ApiServer.OpenApi.Protobuf;

/// <summary>The messages of <c>openapi.v2</c> that the server's document uses.</summary>
internal static class GnosticV2
{
    private static readonly GnosticMessage s_schema = new(31,
        ("$ref", 1, Gnostic.Text), ("format", 2, Gnostic.Text), ("title", 3, Gnostic.Text), ("description", 4, Gnostic.Text),
        ("default", 5, Gnostic.Any), ("multipleOf", 6, Gnostic.Number), ("maximum", 7, Gnostic.Number),
        ("exclusiveMaximum", 8, Gnostic.Flag), ("minimum", 9, Gnostic.Number), ("exclusiveMinimum", 10, Gnostic.Flag),
        ("maxLength", 11, Gnostic.Integer), ("minLength", 12, Gnostic.Integer), ("pattern", 13, Gnostic.Text),
        ("maxItems", 14, Gnostic.Integer), ("minItems", 15, Gnostic.Integer), ("uniqueItems", 16, Gnostic.Flag),
        ("maxProperties", 17, Gnostic.Integer), ("minProperties", 18, Gnostic.Integer),
        ("required", 19, Gnostic.Texts), ("enum", 20, Gnostic.Repeated(Gnostic.Any)), ("additionalProperties", 21, AdditionalProperties),
        ("type", 22, Gnostic.Wrapped(1, Gnostic.Texts)), ("items", 23, Gnostic.Wrapped(1, Gnostic.Repeated(Schema))),
        ("allOf", 24, Gnostic.Repeated(Schema)), ("properties", 25, Gnostic.Map(Schema)), ("example", 30, Gnostic.Any));

    private static readonly GnosticMessage s_reference = new(0, ("$ref", 1, Gnostic.Text), ("description", 2, Gnostic.Text));

    private static readonly GnosticMessage s_body = new(6,
        ("description", 1, Gnostic.Text), ("name", 2, Gnostic.Text), ("in", 3, Gnostic.Text), ("required", 4, Gnostic.Flag),
        ("schema", 5, Schema));

    private static readonly GnosticMessage s_query = new(23,
        ("required", 1, Gnostic.Flag), ("in", 2, Gnostic.Text), ("description", 3, Gnostic.Text), ("name", 4, Gnostic.Text),
        ("type", 6, Gnostic.Text), ("uniqueItems", 20, Gnostic.Flag));

    private static readonly GnosticMessage s_path = new(22,
        ("required", 1, Gnostic.Flag), ("in", 2, Gnostic.Text), ("description", 3, Gnostic.Text), ("name", 4, Gnostic.Text),
        ("type", 5, Gnostic.Text), ("uniqueItems", 19, Gnostic.Flag));

    private static readonly GnosticMessage s_response = new(5,
        ("description", 1, Gnostic.Text), ("schema", 2, Gnostic.Wrapped(1, Schema)));

    private static readonly GnosticField s_responseValue = Gnostic.OrReference(1, s_response.WriteField, 2, s_reference.WriteField);

    private static readonly GnosticMessage s_operation = new(13,
        ("tags", 1, Gnostic.Texts), ("summary", 2, Gnostic.Text), ("description", 3, Gnostic.Text), ("operationId", 5, Gnostic.Text),
        ("produces", 6, Gnostic.Texts), ("consumes", 7, Gnostic.Texts), ("parameters", 8, Gnostic.Repeated(ParametersItem)),
        ("responses", 9, Gnostic.Map(s_responseValue)), ("schemes", 10, Gnostic.Texts), ("deprecated", 11, Gnostic.Flag));

    private static readonly GnosticMessage s_pathItem = new(10,
        ("get", 2, s_operation.WriteField), ("put", 3, s_operation.WriteField), ("post", 4, s_operation.WriteField),
        ("delete", 5, s_operation.WriteField), ("options", 6, s_operation.WriteField), ("head", 7, s_operation.WriteField),
        ("patch", 8, s_operation.WriteField), ("parameters", 9, Gnostic.Repeated(ParametersItem)));

    private static readonly GnosticMessage s_apiKey = new(5,
        ("type", 1, Gnostic.Text), ("name", 2, Gnostic.Text), ("in", 3, Gnostic.Text), ("description", 4, Gnostic.Text));

    public static GnosticMessage Info { get; } =
        new(7, ("title", 1, Gnostic.Text), ("version", 2, Gnostic.Text), ("description", 3, Gnostic.Text));

    public static GnosticField SecurityDefinition { get; } = Gnostic.Wrapped(2, s_apiKey.WriteField);

    /// <summary>One requirement: names with lists of scopes.</summary>
    public static GnosticField SecurityRequirement { get; } = Gnostic.Map(Gnostic.Map(Gnostic.Texts));

    public static void Schema(ProtoWriter writer, int number, JsonValue value) => s_schema.WriteField(writer, number, value);

    public static void PathItem(ProtoWriter writer, int number, JsonValue value) => s_pathItem.WriteField(writer, number, value);

    /// <summary><c>Parameter</c>: a body, or one of two kinds of others.</summary>
    public static void Parameter(ProtoWriter writer, int number, JsonValue value)
    {
        var before = writer.Length;
        if (value["in"].AsString() == "body") s_body.WriteField(writer, 1, value);
        else
        {
            var inner = writer.Length;
            if (value["in"].AsString() == "path") s_path.WriteField(writer, 4, value);
            else s_query.WriteField(writer, 3, value);
            writer.Message(2, inner);
        }

        writer.Message(number, before);
    }

    private static void ParametersItem(ProtoWriter writer, int number, JsonValue value)
    {
        var before = writer.Length;
        if (value["$ref"].IsNull) Parameter(writer, 1, value);
        else s_reference.WriteField(writer, 2, value);
        writer.Message(number, before);
    }

    private static void AdditionalProperties(ProtoWriter writer, int number, JsonValue value)
    {
        var before = writer.Length;
        if (value.AsBool() is { } allowed) writer.Bool(2, allowed);
        else Schema(writer, 1, value);
        writer.Message(number, before);
    }
}
