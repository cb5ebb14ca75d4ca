using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.ApiServer.OpenApi.Protobuf;

/// <summary>The messages of <c>openapi.v3</c> that the server's documents use.</summary>
internal static class GnosticV3
{
    private static readonly GnosticMessage s_schema = new(36,
        ("nullable", 1, Gnostic.Flag), ("readOnly", 3, Gnostic.Flag), ("writeOnly", 4, Gnostic.Flag), ("example", 7, Gnostic.Any),
        ("deprecated", 8, Gnostic.Flag), ("title", 9, Gnostic.Text), ("multipleOf", 10, Gnostic.Number), ("maximum", 11, Gnostic.Number),
        ("exclusiveMaximum", 12, Gnostic.Flag), ("minimum", 13, Gnostic.Number), ("exclusiveMinimum", 14, Gnostic.Flag),
        ("maxLength", 15, Gnostic.Integer), ("minLength", 16, Gnostic.Integer), ("pattern", 17, Gnostic.Text),
        ("maxItems", 18, Gnostic.Integer), ("minItems", 19, Gnostic.Integer), ("uniqueItems", 20, Gnostic.Flag),
        ("maxProperties", 21, Gnostic.Integer), ("minProperties", 22, Gnostic.Integer), ("required", 23, Gnostic.Texts),
        ("enum", 24, Gnostic.Repeated(Gnostic.Any)), ("type", 25, Gnostic.Text), ("allOf", 26, Gnostic.Repeated(SchemaOrReference)),
        ("oneOf", 27, Gnostic.Repeated(SchemaOrReference)), ("anyOf", 28, Gnostic.Repeated(SchemaOrReference)), ("not", 29, Schema),
        ("items", 30, Gnostic.Wrapped(1, Gnostic.Repeated(SchemaOrReference))), ("properties", 31, Gnostic.Map(SchemaOrReference)),
        ("additionalProperties", 32, AdditionalProperties), ("default", 33, Default), ("description", 34, Gnostic.Text),
        ("format", 35, Gnostic.Text));

    private static readonly GnosticMessage s_reference =
        new(0, ("$ref", 1, Gnostic.Text), ("summary", 2, Gnostic.Text), ("description", 3, Gnostic.Text));

    private static readonly GnosticMessage s_mediaType = new(5, ("schema", 1, SchemaOrReference));

    private static readonly GnosticField s_mediaTypes = Gnostic.Map(s_mediaType.WriteField);

    private static readonly GnosticMessage s_parameter = new(14,
        ("name", 1, Gnostic.Text), ("in", 2, Gnostic.Text), ("description", 3, Gnostic.Text), ("required", 4, Gnostic.Flag),
        ("schema", 10, SchemaOrReference));

    private static readonly GnosticField s_parameters =
        Gnostic.Repeated(Gnostic.OrReference(1, s_parameter.WriteField, 2, s_reference.WriteField));

    private static readonly GnosticMessage s_requestBody = new(4,
        ("description", 1, Gnostic.Text), ("content", 2, s_mediaTypes), ("required", 3, Gnostic.Flag));

    private static readonly GnosticMessage s_response = new(5, ("description", 1, Gnostic.Text), ("content", 3, s_mediaTypes));

    private static readonly GnosticField s_responses =
        Gnostic.Map(Gnostic.OrReference(1, s_response.WriteField, 2, s_reference.WriteField), entries: 2);

    private static readonly GnosticMessage s_operation = new(13,
        ("tags", 1, Gnostic.Texts), ("summary", 2, Gnostic.Text), ("description", 3, Gnostic.Text), ("operationId", 5, Gnostic.Text),
        ("parameters", 6, s_parameters), ("requestBody", 7, Gnostic.OrReference(1, s_requestBody.WriteField, 2, s_reference.WriteField)),
        ("responses", 8, s_responses), ("deprecated", 10, Gnostic.Flag));

    private static readonly GnosticMessage s_pathItem = new(14,
        ("get", 4, s_operation.WriteField), ("put", 5, s_operation.WriteField), ("post", 6, s_operation.WriteField),
        ("delete", 7, s_operation.WriteField), ("options", 8, s_operation.WriteField), ("head", 9, s_operation.WriteField),
        ("patch", 10, s_operation.WriteField), ("parameters", 13, s_parameters));

    private static readonly GnosticMessage s_securityScheme = new(9,
        ("type", 1, Gnostic.Text), ("description", 2, Gnostic.Text), ("name", 3, Gnostic.Text), ("in", 4, Gnostic.Text),
        ("scheme", 5, Gnostic.Text), ("bearerFormat", 6, Gnostic.Text));

    public static GnosticMessage Info { get; } =
        new(7, ("title", 1, Gnostic.Text), ("description", 2, Gnostic.Text), ("version", 6, Gnostic.Text));

    public static GnosticField SecurityScheme { get; } = Gnostic.Wrapped(1, s_securityScheme.WriteField);

    public static void PathItem(ProtoWriter writer, int number, JsonValue value) => s_pathItem.WriteField(writer, number, value);

    public static void SchemaOrReference(ProtoWriter writer, int number, JsonValue value)
    {
        var before = writer.Length;
        if (value["$ref"].IsNull) Schema(writer, 1, value);
        else s_reference.WriteField(writer, 2, value);
        writer.Message(number, before);
    }

    private static void Schema(ProtoWriter writer, int number, JsonValue value) => s_schema.WriteField(writer, number, value);

    private static void AdditionalProperties(ProtoWriter writer, int number, JsonValue value)
    {
        var before = writer.Length;
        if (value.AsBool() is { } allowed) writer.Bool(2, allowed);
        else SchemaOrReference(writer, 1, value);
        writer.Message(number, before);
    }

    /// <summary><c>DefaultType</c> holds a number, a boolean or a string; as in gnostic, anything else is there but empty.</summary>
    private static void Default(ProtoWriter writer, int number, JsonValue value)
    {
        var before = writer.Length;
        if (value.AsString() is { } text) writer.String(3, text);
        else if (value.AsBool() is { } flag) writer.Bool(2, flag);
        else if (value.AsDouble() is { } amount) writer.Double(1, amount);
        writer.Message(number, before);
    }
}
