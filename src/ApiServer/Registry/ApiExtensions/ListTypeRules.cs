using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>
/// How server-side apply treats a list. Upstream: <c>ValidateCustomResourceDefinitionOpenAPISchema</c>,
/// <c>validateMapListKeysMapSet</c>.
/// </summary>
internal static class ListTypeRules
{
    private const string ListType = "x-kubernetes-list-type";
    private const string AtomicInSet = "must be atomic as item of a list with x-kubernetes-list-type=set";

    /// <summary>A set whose items are merged: they could become equal.</summary>
    public static bool IsNonAtomicSet(JSONSchemaProps schema) => schema.XKubernetesListType == "set"
        && schema.Items?.Schema is { } item
        && (item is { Type: "array", XKubernetesListType: not (null or "atomic") }
            || item is { Type: "object", XKubernetesMapType: not "atomic" });

    public static bool HasLooseKeys(JSONSchemaProps schema)
    {
        var errors = new FieldErrorList();
        ValidateKeys(errors, FieldPath.None, schema);
        return !errors.IsEmpty;
    }

    public static void Validate(FieldErrorList errors, FieldPath path, JSONSchemaProps schema, DefinitionTolerance tolerance)
    {
        var listType = schema.XKubernetesListType;
        if (listType is not null && MapTypeRules.OfType(errors, path.Child("type"), schema.Type, "array", ListType)
            && !tolerance.NonAtomicSets && IsNonAtomicSet(schema))
        {
            // Upstream shows the list type under both names.
            var field = schema.Items!.Schema!.Type == "array" ? ListType : "x-kubernetes-map-type";
            errors.Add(FieldError.Invalid(
                path.Child("items").Child(field), FieldValue.JsonString(schema.Items.Schema.XKubernetesListType), AtomicInSet));
        }

        if (listType is not (null or "atomic" or "set" or "map"))
            errors.Add(FieldError.NotSupported(path.Child(ListType), listType, ["atomic", "set", "map"]));
        if (!schema.XKubernetesListMapKeys.IsEmpty && listType != "map")
        {
            const string Detail = "must be map if x-kubernetes-list-map-keys is non-empty";
            errors.Add(listType is null
                ? FieldError.Required(path.Child(ListType), Detail)
                : FieldError.Invalid(path.Child(ListType), listType, Detail));
        }

        if (listType == "map") ValidateMap(errors, path, schema);
        if (!tolerance.LooseListKeys) ValidateKeys(errors, path, schema);
    }

    private static void ValidateMap(FieldErrorList errors, FieldPath path, JSONSchemaProps schema)
    {
        var (items, keys) = (path.Child("items"), schema.XKubernetesListMapKeys);
        if (keys.IsEmpty)
            errors.Add(FieldError.Required(
                path.Child("x-kubernetes-list-map-keys"), "must not be empty if x-kubernetes-list-type is map"));
        if (schema.Items is null)
            errors.Add(FieldError.Required(items, "must have a schema if x-kubernetes-list-type is map"));
        else if (schema.Items.Schema is not { } item)
            errors.Add(FieldError.Invalid(
                items, ImmutableRules.Shown(schema.Items), "must only have a single schema if x-kubernetes-list-type is map"));
        else if (item.Type != "object")
            errors.Add(FieldError.Invalid(
                items.Child("type"), item.Type, "must be object if parent array's x-kubernetes-list-type is map"));
        else
            for (var i = 0; i < keys.Count; i++)
            {
                var shown = FieldValue.JsonStrings(keys);
                if (!item.Properties.TryGetValue(keys[i], out var property))
                    errors.Add(FieldError.Invalid(
                        path.Child("x-kubernetes-list-map-keys"), shown, "entries must all be names of item properties"));
                else if (property.Type is "array" or "object")
                    errors.Add(FieldError.Invalid(
                        items.Child("properties").Key(keys[i]).Child("type"), item.Type,
                        "must be a scalar type if parent array's x-kubernetes-list-type is map"));
                if (keys.IndexOf(keys[i]) < i)
                    errors.Add(FieldError.Invalid(
                        path.Child("x-kubernetes-list-map-keys"), shown, "must not contain duplicate entries"));
            }
    }

    /// <summary>Items of sets and maps are never null, and the keys of a map are always there.</summary>
    private static void ValidateKeys(FieldErrorList errors, FieldPath path, JSONSchemaProps schema)
    {
        if (schema.Items?.Schema is not { } item || schema.XKubernetesListType is not ("set" or "map")) return;
        if (item.Nullable)
            errors.Add(FieldError.Forbidden(
                path.Child("items").Child("nullable"),
                $"cannot be nullable when x-kubernetes-list-type is {schema.XKubernetesListType}"));
        if (schema.XKubernetesListType != "map") return;
        foreach (var key in schema.XKubernetesListMapKeys)
        {
            if (!item.Properties.TryGetValue(key, out var property)) continue;
            var at = path.Child("items").Child("properties").Key(key);
            if (!item.Required.Contains(key) && property.Default.IsAbsent)
                errors.Add(FieldError.Required(
                    at.Child("default"),
                    "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property"));
            if (property.Nullable)
                errors.Add(FieldError.Forbidden(
                    at.Child("nullable"), "this property is in x-kubernetes-list-map-keys, so it cannot be nullable"));
        }
    }
}
