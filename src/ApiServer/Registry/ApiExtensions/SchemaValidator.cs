using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>Checks a value against a schema. Upstream: <c>kube-openapi/pkg/validation/validate</c>, <c>ValidateCustomResource</c>.</summary>
internal static class SchemaValidator
{
    /// <summary>Reports what does not fit; <paramref name="path"/> is the value's.</summary>
    public static void Validate(FieldErrorList errors, FieldPath path, JsonValue value, JSONSchemaProps schema)
    {
        foreach (var fault in Check(value, schema, "").Faults) errors.Add(fault.At(path));
    }

    public static SchemaResult Check(JsonValue value, JSONSchemaProps schema, string name)
    {
        var result = new SchemaResult();
        TypeCheck.Check(result, value, schema, name);
        if (value.IsNull)
        {
            CheckEnum(result, value, schema, name);
            return result;
        }

        result.Match();
        SchemaJunctions.Check(result, value, schema, name);
        switch (value.Kind)
        {
            case JsonKind.String:
                StringCheck.Check(result, value.AsString()!, schema, name);
                break;
            case JsonKind.Integer or JsonKind.Double:
                NumberCheck.Check(result, value, schema, name);
                break;
            case JsonKind.Array:
                CheckItems(result, value.Items, schema, name);
                break;
        }

        CheckEnum(result, value, schema, name);
        if (value.Kind == JsonKind.Object) CheckMembers(result, value.Members, schema, name);
        return result;
    }

    private static void CheckItems(SchemaResult result, ListOf<JsonValue> items, JSONSchemaProps schema, string name)
    {
        if (schema.Items?.Schema is { } item)
            for (var i = 0; i < items.Count; i++) result.Merge(Check(items[i], item, $"{name}[{i}]"));
        if (schema.MinItems is { } min && items.Count < min)
            result.Add(Invalid(name, items.Count, $"{name} in body should have at least {min} items"));
        if (schema.MaxItems is { } max && items.Count > max)
            result.Add(new(
                name, $"{name} in body should have at most {max} items", path => FieldError.TooMany(path, items.Count, (int)max)));
        result.Match();
    }

    private static void CheckMembers(SchemaResult result, MapOf<JsonValue> members, JSONSchemaProps schema, string name)
    {
        if (schema.MinProperties is { } min && members.Count < min)
            result.Add(Invalid(name, members.Count, $"{name} in body should have at least {min} properties"));
        if (schema.MaxProperties is { } max && members.Count > max)
            result.Add(new(
                name, $"{name} in body should have at most {max} properties",
                path => FieldError.TooMany(path, members.Count, (int)max)));
        foreach (var (key, value) in members)
        {
            if (schema.Properties.ContainsKey(key)) continue;
            if (schema.AdditionalProperties is { Schema: { } additional }) result.Merge(Check(value, additional, $"{name}.{key}"));
            else if (schema.AdditionalProperties is { Allows: false })
                result.Add(Invalid(name, key, $"{name}.{key} in body is a forbidden property"));
        }

        foreach (var (key, property) in schema.Properties)
            if (members.TryGetValue(key, out var value)) result.Merge(Check(value, property, name.Length == 0 ? key : $"{name}.{key}"));
        foreach (var key in schema.Required)
            if (!members.ContainsKey(key))
                result.Add(new($"{name}.{key}", $"{name}.{key} in body is required", path => FieldError.Required(path, "")));
    }

    private static void CheckEnum(SchemaResult result, JsonValue value, JSONSchemaProps schema, string name)
    {
        if (schema.Enum.IsEmpty) return;
        var allowed = schema.Enum.Select(JsonText.Parse).ToList();
        if (allowed.Exists(other => JsonText.AreEqual(other, value))) return;
        var shown = allowed.Select(other => other.AsString() ?? other.ToString()).ToArray();
        result.Add(new(
            name, $"{name} in body should be one of [{string.Join(' ', shown)}]",
            path => FieldError.NotSupported(path, JsonText.Shown(value), shown)));
    }

    public static SchemaFault Invalid(string name, FieldValue value, string message) =>
        new(name, message, path => FieldError.Invalid(path, value, message));
}
