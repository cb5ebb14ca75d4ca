using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>Definitions of custom resources. Upstream: <c>apiextensions-apiserver/pkg/registry/customresourcedefinition</c>.</summary>
public sealed class CustomResourceDefinitionStrategy : Strategy<CustomResourceDefinition>
{
    public override bool AllowsUnconditionalUpdate => false;

    public override UpdateStrategy<CustomResourceDefinition> Status { get; } = new StatusDoor();

    public override CustomResourceDefinition Default(CustomResourceDefinition value)
    {
        var names = value.Spec.Names;
        if (names.Singular.Length == 0 && names.Kind.Length > 0) names = names with { Singular = names.Kind.ToLowerInvariant() };
        if (names.ListKind.Length == 0 && names.Kind.Length > 0) names = names with { ListKind = names.Kind + "List" };
        if (!ReferenceEquals(names, value.Spec.Names)) value = value with { Spec = value.Spec with { Names = names } };
        if (value.Spec.Conversion is null) value = value with { Spec = value.Spec with { Conversion = new() { Strategy = "None" } } };
        return value.Status.StoredVersions.IsEmpty ? WithStorageVersion(value) : value;
    }

    public override CustomResourceDefinition PrepareForCreate(CustomResourceDefinition value, WriteContext context) =>
        WithStorageVersion(value with
        {
            Metadata = value.Metadata with { Generation = 1 },
            Status = CustomResourceDefinitionStatus.Empty,
        });

    public override CustomResourceDefinition PrepareForUpdate(
        CustomResourceDefinition value, CustomResourceDefinition old, WriteContext context) => WithStorageVersion(value with
        {
            Metadata = value.Spec == old.Spec ? value.Metadata : value.Metadata with { Generation = old.Metadata.Generation + 1 },
            Status = old.Status,
        });

    public override void Validate(CustomResourceDefinition value, FieldErrorList errors)
    {
        DefinitionRules.Validate(errors, value, null, DefinitionTolerance.None);
        ValidationRuleExpressions.Validate(errors, value.Spec, null);
    }

    public override void ValidateUpdate(CustomResourceDefinition value, CustomResourceDefinition old, FieldErrorList errors)
    {
        DefinitionRules.Validate(errors, value, old, DefinitionTolerance.Of(value.Spec, old));
        ValidationRuleExpressions.Validate(errors, value.Spec, old.Spec);
    }

    public override void WarnOnCreate(CustomResourceDefinition value, ICollection<string> warnings) =>
        FormatWarnings.Warn(warnings, value.Spec, null);

    public override void WarnOnUpdate(CustomResourceDefinition value, CustomResourceDefinition old, ICollection<string> warnings) =>
        FormatWarnings.Warn(warnings, value.Spec, old.Spec);

    /// <summary>The version objects are stored in is one of the versions objects were stored in.</summary>
    private static CustomResourceDefinition WithStorageVersion(CustomResourceDefinition value)
    {
        var storage = value.Spec.Versions.FirstOrDefault(version => version.Storage);
        return storage is null || value.Status.StoredVersions.Contains(storage.Name)
            ? value
            : value with { Status = value.Status with { StoredVersions = value.Status.StoredVersions.Add(storage.Name) } };
    }

    private sealed class StatusDoor : UpdateStrategy<CustomResourceDefinition>
    {
        /// <inheritdoc/>
        /// <remarks>Upstream means to reset the metadata but resets it to itself.</remarks>
        public override CustomResourceDefinition PrepareForUpdate(
            CustomResourceDefinition value, CustomResourceDefinition old, WriteContext context) => value with { Spec = old.Spec };

        public override void ValidateUpdate(CustomResourceDefinition value, CustomResourceDefinition old, FieldErrorList errors) =>
            DefinitionNameRules.Validate(errors, FieldPath.Of("status").Child("acceptedNames"), value.Status.AcceptedNames);
    }
}
