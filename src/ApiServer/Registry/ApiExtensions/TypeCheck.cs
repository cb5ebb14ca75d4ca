using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>A value's type. Upstream: <c>typeValidator</c>, whose treatment of formats is kept.</summary>
internal static class TypeCheck
{
    public static void Check(SchemaResult result, JsonValue value, JSONSchemaProps schema, string name)
    {
        string[] types = schema.XKubernetesIntOrString ? ["integer", "string"] : schema.Type.Length > 0 ? [schema.Type] : [];
        if (value.IsNull)
        {
            if (types.Length > 0 && !types.Contains("null") && !schema.Nullable) Fail(result, name, string.Join(',', types), "null");
            else result.Match();
            return;
        }

        if (types.Length == 0 && schema.Format.Length == 0) return;
        var (type, format) = Of(value);
        var fits = types.Contains(type)
            || (type == "integer" && types.Contains("number"))
            || (type == "number" && types.Contains("integer") && double.IsInteger(value.AsDouble()!.Value));
        var isStringOrArray = value.Kind is JsonKind.String or JsonKind.Array;
        if (!isStringOrArray && schema.Format.Length > 0 && !fits && format != schema.Format) Fail(result, name, schema.Format, format);
        else if (isStringOrArray && schema.Format.Length > 0 && !types.Contains("number") && !types.Contains("integer")) result.Match();
        else if (!fits) Fail(result, name, string.Join(',', types), type);
        else
        {
            result.Match();
            result.Match();
        }
    }

    private static (string Type, string Format) Of(JsonValue value) => value.Kind switch
    {
        JsonKind.Bool => ("boolean", ""),
        JsonKind.Integer => ("integer", "int64"),
        JsonKind.Double => ("number", "float64"),
        JsonKind.String => ("string", ""),
        JsonKind.Array => ("array", ""),
        _ => ("object", ""),
    };

    private static void Fail(SchemaResult result, string name, string needed, string given)
    {
        var message = $"{name} in body must be of type {needed}: {QuotedText.Of(given)}";
        result.Match();
        result.Add(new(name, message, path => FieldError.TypeInvalid(path, given, message)));
    }
}
