using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>The schema of a version. Upstream: <c>validateCustomResourceDefinitionValidation</c>.</summary>
/// <remarks>Not done yet: rules in CEL are not compiled.</remarks>
internal static class RootSchemaRules
{
    private const string AllowedFields =
        "[Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength MinLength Pattern MaxItems MinItems "
        + "UniqueItems MultipleOf Required Items Properties ExternalDocs Example XPreserveUnknownFields XValidations]";

    public static void Validate(
        FieldErrorList errors, FieldPath path, CustomResourceValidation? validation, bool hasStatus, DefinitionTolerance tolerance)
    {
        if (validation?.OpenAPIV3Schema is not { } schema) return;
        var found = new FieldErrorList();
        if (hasStatus) ValidateWithStatus(found, path, schema);
        if (schema.Nullable)
            found.Add(FieldError.Forbidden(path.Child("openAPIV3Schema.nullable"), "nullable cannot be true at the root"));
        var at = path.Child("openAPIV3Schema");
        var problem = tolerance.NonStructural ? null : StructuralForm.Problem(schema);
        if (!tolerance.NonStructural && problem is null)
        {
            var structural = new FieldErrorList();
            StructuralRules.Validate(structural, at, schema);
            // What a default means is known only when the schema is sound.
            if (structural.IsEmpty)
                SchemaDefaultRules.Validate(
                    structural, at, schema with { XKubernetesEmbeddedResource = true }, tolerance.UnprunedDefaults);
            found.AddRange(structural);
        }

        OpenApiSchemaRules.Validate(found, at, schema, new(tolerance), isRoot: true);
        // The form says the same as the rules above: it counts only when these say nothing.
        if (found.IsEmpty && problem is not null) found.Add(FieldError.Invalid(at, "", problem));
        errors.AddRange(found);
    }

    /// <summary>The status is validated by <c>properties["status"]</c> alone: nothing at the root may bind it to other fields.</summary>
    private static void ValidateWithStatus(FieldErrorList errors, FieldPath path, JSONSchemaProps schema)
    {
        var rest = schema with
        {
            Description = "",
            Type = "",
            Format = "",
            Title = "",
            Maximum = null,
            ExclusiveMaximum = false,
            Minimum = null,
            ExclusiveMinimum = false,
            MaxLength = null,
            MinLength = null,
            Pattern = "",
            MaxItems = null,
            MinItems = null,
            UniqueItems = false,
            MultipleOf = null,
            Required = default,
            Items = null,
            Properties = default,
            ExternalDocs = null,
            Example = default,
            XKubernetesPreserveUnknownFields = null,
            XKubernetesValidations = default,
        };
        var beforeType = schema.Id.Length > 0 || schema.Schema.Length > 0 || schema.Ref is not null;
        if (!beforeType && schema.Type is not ("" or "object"))
            errors.Add(FieldError.Invalid(
                path.Child("openAPIV3Schema.type"), schema.Type,
                "only \"object\" is allowed as the type at the root of the schema if the status subresource is enabled"));
        else if (rest != JSONSchemaProps.Empty)
            errors.Add(FieldError.Invalid(
                path.Child("openAPIV3Schema"), ImmutableRules.Shown(schema),
                $"only {AllowedFields} fields are allowed at the root of the schema if the status subresource is enabled"));
    }
}
