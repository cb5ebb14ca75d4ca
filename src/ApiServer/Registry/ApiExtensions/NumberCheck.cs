using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>A number's bounds. Integers are compared with bounds cut to integers, as upstream does. Upstream: <c>numberValidator</c>.</summary>
internal static class NumberCheck
{
    public static void Check(SchemaResult result, JsonValue value, JSONSchemaProps schema, string name)
    {
        var (number, shown) = (value.AsDouble()!.Value, JsonText.Shown(value));
        var isInteger = value.Kind == JsonKind.Integer;
        if (!IsInRange(value, schema))
        {
            var format = schema.Format is "int32" or "int64" or "float" ? $"with format {schema.Format}" : "(default format)";
            var message = $"Checked value must be of type {schema.Type} {format} in {name}";
            result.Add(new("", message, path => FieldError.Invalid(path, "", message)));
        }

        if (schema.MultipleOf is { } factor && !IsMultiple(number, Cut(factor, isInteger)))
            result.Add(SchemaValidator.Invalid(name, shown, $"{name} in body should be a multiple of {Text(Cut(factor, isInteger))}"));
        if (schema.Maximum is { } max && (number > Cut(max, isInteger) || (schema.ExclusiveMaximum && number.Equals(Cut(max, isInteger)))))
            result.Add(SchemaValidator.Invalid(
                name, shown,
                $"{name} in body should be less than {(schema.ExclusiveMaximum ? "" : "or equal to ")}{Text(Cut(max, isInteger))}"));
        if (schema.Minimum is { } min && (number < Cut(min, isInteger) || (schema.ExclusiveMinimum && number.Equals(Cut(min, isInteger)))))
            result.Add(SchemaValidator.Invalid(
                name, shown,
                $"{name} in body should be greater than {(schema.ExclusiveMinimum ? "" : "or equal to ")}{Text(Cut(min, isInteger))}"));
        result.Match();
        result.Match();
    }

    private static bool IsInRange(JsonValue value, JSONSchemaProps schema) => (schema.Type, schema.Format) switch
    {
        ("integer", "int32") => value.AsInteger() is >= int.MinValue and <= int.MaxValue,
        ("integer", _) => value.AsInteger() is not null || double.IsInteger(value.AsDouble()!.Value),
        ("number", "float") => Math.Abs(value.AsDouble()!.Value) <= float.MaxValue,
        _ => true,
    };

    private static bool IsMultiple(double number, double factor) => factor > 0 && double.IsInteger(number / factor);

    private static double Cut(double bound, bool isInteger) => isInteger ? Math.Truncate(bound) : bound;

    private static string Text(double number) => ((FieldValue)number).ToString();
}
