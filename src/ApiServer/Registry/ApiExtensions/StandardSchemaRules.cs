using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>What of JSON schema a definition may use. Upstream: <c>specStandardValidatorV3</c>.</summary>
internal static class StandardSchemaRules
{
    private static readonly string[] s_types = ["array", "boolean", "integer", "number", "object", "string"];

    public static bool IsType(string type) => s_types.Contains(type);

    public static void Validate(FieldErrorList errors, FieldPath path, JSONSchemaProps schema, SchemaPlace place)
    {
        if (!place.Tolerance.UnknownTypes && schema.Type.Length > 0 && !IsType(schema.Type))
            errors.Add(FieldError.NotSupported(path.Child("type"), schema.Type, s_types));
        if (!schema.Default.IsAbsent && place.NoDefaults is { } reason)
            errors.Add(FieldError.Forbidden(path.Child("default"), $"must not be set {reason}"));
        Unsupported(errors, path, "id", schema.Id.Length > 0);
        Unsupported(errors, path, "additionalItems", schema.AdditionalItems is not null);
        Unsupported(errors, path, "patternProperties", !schema.PatternProperties.IsEmpty);
        Unsupported(errors, path, "definitions", !schema.Definitions.IsEmpty);
        Unsupported(errors, path, "dependencies", !schema.Dependencies.IsAbsent);
        Unsupported(errors, path, "$ref", schema.Ref is not null);
        if (schema.Type == "null")
            errors.Add(FieldError.Forbidden(path.Child("type"), "type cannot be set to null, use nullable as an alternative"));
        if (schema.Items is { JSONSchemas.IsEmpty: false })
            errors.Add(FieldError.Forbidden(path.Child("items"), "items must be a schema object and not an array"));
        if (place.InsideMetadata && schema.XKubernetesEmbeddedResource)
            errors.Add(FieldError.Forbidden(
                path.Child("x-kubernetes-embedded-resource"), "must not be used inside of resource meta"));
    }

    private static void Unsupported(FieldErrorList errors, FieldPath path, string field, bool isSet)
    {
        if (isSet) errors.Add(FieldError.Forbidden(path.Child(field), $"{field} is not supported"));
    }
}
