using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>A definition of a custom resource. Upstream: <c>ValidateCustomResourceDefinition</c> and its update.</summary>
internal static class DefinitionRules
{
    public static void Validate(
        FieldErrorList errors, CustomResourceDefinition value, CustomResourceDefinition? old, DefinitionTolerance tolerance)
    {
        var (spec, path) = (value.Spec, FieldPath.Of("spec"));
        if (old is null && value.Metadata.Name != $"{spec.Names.Plural}.{spec.Group}")
            errors.Add(FieldError.Invalid(
                FieldPath.Of("metadata").Child("name"), value.Metadata.Name, "must be spec.names.plural+\".\"+spec.group"));
        ValidateSpec(errors, path, HoistedSpec.Of(spec), tolerance);
        if (old is not null) ValidateNamesUpdate(errors, path, spec, old.Spec, tolerance);
        DefinitionNameRules.Validate(errors, FieldPath.Of("status").Child("acceptedNames"), value.Status.AcceptedNames);
        VersionRules.ValidateStored(
            errors, FieldPath.Of("status").Child("storedVersions"), value.Status.StoredVersions, spec.Versions);
        ApiApprovalRules.Validate(errors, value, old);
        if (spec.PreserveUnknownFields && old?.Spec.PreserveUnknownFields != true)
            errors.Add(FieldError.Invalid(
                path.Child("preserveUnknownFields"), true,
                "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead"));
    }

    private static void ValidateNamesUpdate(
        FieldErrorList errors, FieldPath path, CustomResourceDefinitionSpec spec, CustomResourceDefinitionSpec old,
        DefinitionTolerance tolerance)
    {
        if (!tolerance.OtherNames)
        {
            if (spec.Scope != old.Scope)
                errors.Add(FieldError.Invalid(path.Child("scope"), FieldValue.JsonString(spec.Scope), ValidationMessages.Immutable));
            ImmutableRules.Immutable(errors, path.Child("names").Child("kind"), spec.Names.Kind, old.Names.Kind);
        }

        ImmutableRules.Immutable(errors, path.Child("names").Child("plural"), spec.Names.Plural, old.Names.Plural);
    }

    private static void ValidateSpec(FieldErrorList errors, FieldPath path, HoistedSpec hoisted, DefinitionTolerance tolerance)
    {
        var spec = hoisted.Spec;
        if (spec.Group.Length > 0) ValidateGroup(errors, path.Child("group"), spec.Group);
        ValidateSchemas(errors, path, hoisted, tolerance);
        var hasDefaults = hoisted.Schemas.Any(schema => SchemaWalk.Any(schema, inner => !inner.Default.IsAbsent));
        if (hasDefaults && spec.PreserveUnknownFields)
            errors.Add(FieldError.Invalid(
                path.Child("preserveUnknownFields"), true, "must be false in order to use defaults in the schema"));
        if (!spec.PreserveUnknownFields || hasDefaults || hoisted.Schemas.Any(schema => SchemaWalk.Any(schema, HasExtensions)))
            tolerance = tolerance with { NonStructural = false };
        ValidateVersions(errors, path, hoisted, tolerance);

        DefinitionNameRules.Required(errors, path.Child("names"), spec.Names);
        DefinitionNameRules.Validate(errors, path.Child("names"), spec.Names);
        RootSchemaRules.Validate(errors, path.Child("validation"), hoisted.Validation, hoisted.HasStatus, tolerance);
        SubresourceRules.Validate(errors, path.Child("subresources"), hoisted.Subresources);
        PrinterColumnRules.Validate(errors, path.Child("additionalPrinterColumns"), hoisted.Columns);
        ValidateSelectableFields(errors, path.Child("selectableFields"), hoisted, tolerance);
        if (spec.Conversion is { Strategy: not "None" } && spec.PreserveUnknownFields)
            errors.Add(FieldError.Invalid(
                path.Child("conversion").Child("strategy"), FieldValue.JsonString(spec.Conversion.Strategy),
                "must be None if spec.preserveUnknownFields is true"));
        ConversionRules.Validate(errors, path.Child("conversion"), spec.Conversion, tolerance);
    }

    private static void ValidateGroup(FieldErrorList errors, FieldPath path, string group)
    {
        if (DnsNames.IsDns1123Subdomain(group) is { IsEmpty: false } problems)
            errors.Add(FieldError.Invalid(path, group, string.Join(',', problems)));
        else if (!group.Contains('.', StringComparison.Ordinal))
            errors.Add(FieldError.Invalid(path, group, "should be a domain with at least one dot"));
    }

    /// <summary>Without a schema nothing of an object would be kept.</summary>
    private static void ValidateSchemas(FieldErrorList errors, FieldPath path, HoistedSpec hoisted, DefinitionTolerance tolerance)
    {
        if (hoisted.Validation?.OpenAPIV3Schema is not null || (tolerance.MissingSchema && hoisted.Spec.PreserveUnknownFields)) return;
        for (var i = 0; i < hoisted.Versions.Count; i++)
        {
            if (hoisted.Versions[i].Schema?.OpenAPIV3Schema is not null) continue;
            var at = path.Child("versions").Index(i).Child("schema").Child("openAPIV3Schema");
            if (!tolerance.MissingSchema) errors.Add(FieldError.Required(at, ""));
            else if (hoisted.Versions[i].Served) errors.Add(FieldError.Required(at, "because otherwise all fields are pruned"));
        }
    }

    private static void ValidateVersions(FieldErrorList errors, FieldPath path, HoistedSpec hoisted, DefinitionTolerance tolerance)
    {
        var versions = hoisted.Versions;
        for (var i = 0; i < versions.Count; i++)
        {
            var at = path.Child("versions").Index(i);
            if (DnsNames.IsDns1035Label(versions[i].Name) is { IsEmpty: false } problems)
                errors.Add(FieldError.Invalid(at.Child("name"), versions[i].Name, string.Join(',', problems)));
            var subresources = hoisted.Subresources ?? versions.First(version => version.Name == versions[i].Name).Subresources;
            VersionRules.Validate(errors, at, versions[i], subresources?.Status is not null, tolerance);
        }

        var shown = FieldValue.Json($"[{string.Join(',', versions)}]");
        if (versions.Select(version => version.Name).Distinct().Count() < versions.Count)
            errors.Add(FieldError.Invalid(path.Child("versions"), shown, "must contain unique version names"));
        if (versions.Count(version => version.Storage) != 1)
            errors.Add(FieldError.Invalid(path.Child("versions"), shown, "must have exactly one version marked as storage version"));
        if (!versions.IsEmpty && versions[0].Name is { Length: > 0 } first && DnsNames.IsDns1035Label(first) is { IsEmpty: false } inFirst)
            errors.Add(FieldError.Invalid(path.Child("version"), first, string.Join(',', inFirst)));
    }

    private static void ValidateSelectableFields(
        FieldErrorList errors, FieldPath path, HoistedSpec hoisted, DefinitionTolerance tolerance)
    {
        if (hoisted.SelectableFields.IsEmpty) return;
        if (hoisted.Validation is null)
            errors.Add(FieldError.Invalid(path, "", "may only be set when validations.schema is included"));
        else
            SelectableFieldRules.Validate(
                errors, path, hoisted.SelectableFields, hoisted.Validation.OpenAPIV3Schema ?? JSONSchemaProps.Empty,
                tolerance.TooManySelectableFields.Contains(""));
    }

    private static bool HasExtensions(JSONSchemaProps schema) => schema.XKubernetesEmbeddedResource
        || schema.XKubernetesPreserveUnknownFields is not null || schema.XKubernetesIntOrString
        || !schema.XKubernetesListMapKeys.IsEmpty || schema.XKubernetesListType is not null || !schema.XKubernetesValidations.IsEmpty;
}
