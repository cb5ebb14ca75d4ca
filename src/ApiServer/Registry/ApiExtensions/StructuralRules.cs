using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>
/// Structural schemas: the types of all fields can be read without looking into <c>allOf</c>, <c>anyOf</c>, <c>oneOf</c> and
/// <c>not</c>. Upstream: <c>apiserver/schema/validation.go</c>.
/// </summary>
internal static class StructuralRules
{
    private enum Level
    {
        Root,
        Item,
        Field,
    }

    public static bool IsNonStructural(JSONSchemaProps schema)
    {
        if (StructuralForm.Problem(schema) is not null) return true;
        var errors = new FieldErrorList();
        Validate(errors, FieldPath.None, schema);
        return !errors.IsEmpty;
    }

    /// <summary>Errors come in the order of their texts.</summary>
    public static void Validate(FieldErrorList errors, FieldPath path, JSONSchemaProps schema)
    {
        var found = new FieldErrorList();
        Invariants(found, path, schema, Level.Root);
        StructuralCompleteness.Validate(found, path, schema);
        foreach (var error in found.OrderBy(error => error.ToString(), Utf8Order.Comparer)) errors.Add(error);
    }

    private static void Invariants(FieldErrorList errors, FieldPath path, JSONSchemaProps schema, Level level)
    {
        var (type, isEmbedded) = (schema.Type, schema.XKubernetesEmbeddedResource);
        var preserves = schema.XKubernetesPreserveUnknownFields == true;
        if (type == "array" && schema.Items?.Schema is null)
            errors.Add(FieldError.Required(path.Child("items"), "must be specified"));
        if (schema.Items?.Schema is { } items) Invariants(errors, path.Child("items"), items, Level.Item);
        foreach (var (name, property) in schema.Properties)
            Invariants(errors, path.Child("properties").Key(name), property, Level.Field);
        if (schema.AdditionalProperties is { } additional)
        {
            if (level == Level.Root)
                errors.Add(FieldError.Forbidden(path.Child("additionalProperties"), "must not be used at the root"));
            if (additional.Schema is { } inner) Invariants(errors, path.Child("additionalProperties"), inner, Level.Field);
        }

        Extensions(errors, path, schema);
        NestedSchemaRules.Validate(errors, path, schema);
        if (isEmbedded) MustBeObject(errors, path.Child("type"), type);
        else if (type.Length == 0 && !schema.XKubernetesIntOrString && !preserves)
            errors.Add(FieldError.Required(path.Child("type"), level switch
            {
                Level.Root => "must not be empty at the root",
                Level.Item => "must not be empty for specified array items",
                _ => "must not be empty for specified object fields",
            }));
        if (isEmbedded && schema.AdditionalProperties is not null)
            errors.Add(FieldError.Forbidden(
                path.Child("additionalProperties"), "must not be used if x-kubernetes-embedded-resource is set"));
        if (level == Level.Root && type.Length > 0 && type != "object")
            errors.Add(FieldError.Invalid(path.Child("type"), type, "must be object at the root"));
        ResourceFields(errors, path.Child("properties"), schema, level);
        if (isEmbedded && !preserves && schema.Properties.IsEmpty)
            errors.Add(FieldError.Required(
                path.Child("properties"),
                "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields"));
    }

    private static void MustBeObject(FieldErrorList errors, FieldPath path, string type)
    {
        const string Detail = "must be object if x-kubernetes-embedded-resource is true";
        if (type.Length == 0) errors.Add(FieldError.Required(path, Detail));
        else if (type != "object") errors.Add(FieldError.Invalid(path, type, Detail));
    }

    private static void Extensions(FieldErrorList errors, FieldPath path, JSONSchemaProps schema)
    {
        if (!schema.XKubernetesIntOrString) return;
        if (schema.XKubernetesPreserveUnknownFields == true)
            errors.Add(FieldError.Invalid(
                path.Child("x-kubernetes-preserve-unknown-fields"), true, "must be false if x-kubernetes-int-or-string is true"));
        if (schema.XKubernetesEmbeddedResource)
            errors.Add(FieldError.Invalid(
                path.Child("x-kubernetes-embedded-resource"), true, "must be false if x-kubernetes-int-or-string is true"));
    }

    /// <summary>Kind and version are strings, metadata an object; of the root's metadata only the name may be restricted.</summary>
    private static void ResourceFields(FieldErrorList errors, FieldPath path, JSONSchemaProps schema, Level level)
    {
        var isResource = level == Level.Root || schema.XKubernetesEmbeddedResource;
        foreach (var name in (ReadOnlySpan<string>)["kind", "apiVersion"])
            if (isResource && schema.Properties.TryGetValue(name, out var property) && property.Type != "string")
                errors.Add(FieldError.Invalid(path.Key(name).Child("type"), property.Type, "must be string"));
        if (!schema.Properties.TryGetValue("metadata", out var metadata)) return;
        if (isResource && metadata.Type != "object")
            errors.Add(FieldError.Invalid(path.Key("metadata").Child("type"), metadata.Type, "must be object"));
        if (level != Level.Root) return;
        var onlyNames = metadata.Properties.Keys.All(name => name is "name" or "generateName");
        var rest = metadata with { Type = "", Default = default, Properties = onlyNames ? default : metadata.Properties };
        if (rest != JSONSchemaProps.Empty)
            errors.Add(FieldError.Forbidden(
                path.Key("metadata"),
                "must not specify anything other than name and generateName, but metadata is implicitly specified"));
    }
}
