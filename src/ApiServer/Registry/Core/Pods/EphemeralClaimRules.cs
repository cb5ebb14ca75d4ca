using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>
/// Claims that are made for a pod: of its ephemeral volumes, and of a StatefulSet's templates. Upstream:
/// <c>ValidatePersistentVolumeClaimSpec</c> for new claims.
/// </summary>
internal static class EphemeralClaimRules
{
    public static void Template(FieldErrorList errors, FieldPath path, PersistentVolumeClaimTemplate template)
    {
        var at = path.Child("metadata");
        MetadataRules.Annotations(errors, at.Child("annotations"), template.Metadata.Annotations);
        MetadataRules.Labels(errors, at.Child("labels"), template.Metadata.Labels);
        OnlyLabels(errors, at, template.Metadata);
        Spec(errors, path.Child("spec"), template.Spec);
    }

    public static void Spec(FieldErrorList errors, FieldPath path, PersistentVolumeClaimSpec spec)
    {
        AccessModes(errors, path.Child("accessModes"), spec.AccessModes);
        LabelSelectorRules.Validate(errors, path.Child("selector"), spec.Selector.ToTerms());
        Storage(errors, path.Child("resources").Key("storage"), spec.Resources);
        ClassName(errors, path.Child("storageClassName"), spec.StorageClassName);
        if (spec.DataSource is { } source) DataSource(errors, path.Child("dataSource"), source.Kind, source.ApiGroup);
        if (spec.DataSourceRef is { } reference)
        {
            DataSource(errors, path.Child("dataSourceRef"), reference.Kind, reference.ApiGroup);
            if (reference.Namespace is { Length: > 0 } name)
                errors.AddInvalid(path.Child("dataSourceRef").Child("namespace"), name, DnsNames.IsDns1123Label(name));
        }

        SameSource(errors, path, spec);
        ClassName(errors, path.Child("volumeAttributesClassName"), spec.VolumeAttributesClassName);
    }

    private static void AccessModes(FieldErrorList errors, FieldPath path, ListOf<string> modes)
    {
        if (modes.IsEmpty) errors.Demand(path, "at least 1 access mode is required");
        foreach (var mode in modes) EnumRules.Supported(errors, path, mode, PersistentVolumeAccessMode.Values);
        var ofOnePod = modes.Contains(PersistentVolumeAccessMode.ReadWriteOncePod);
        var others = modes.Any(mode =>
            mode != PersistentVolumeAccessMode.ReadWriteOncePod && PersistentVolumeAccessMode.Values.Contains(mode));
        if (ofOnePod && others) errors.Forbid(path, "may not use ReadWriteOncePod with other access modes");
    }

    private static void Storage(FieldErrorList errors, FieldPath path, VolumeResourceRequirements resources)
    {
        if (!resources.Requests.TryGetValue("storage", out var amount)) errors.Demand(path);
        else if (amount.Sign <= 0) errors.Reject(path, amount.ToString(), "must be greater than zero");
    }

    private static void ClassName(FieldErrorList errors, FieldPath path, string? name)
    {
        if (name is { Length: > 0 }) errors.AddInvalid(path, name, DnsNames.IsDns1123Subdomain(name));
    }

    private static void DataSource(FieldErrorList errors, FieldPath path, string kind, string? group)
    {
        if (group is { Length: > 0 }) errors.AddInvalid(path.Child("apiGroup"), group, DnsNames.IsDns1123Subdomain(group));
        else if (kind != PersistentVolumeClaim.KindName)
            errors.Reject(path, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
    }

    private static void SameSource(FieldErrorList errors, FieldPath path, PersistentVolumeClaimSpec spec)
    {
        if (spec.DataSource is not { } source || spec.DataSourceRef is not { } reference) return;
        var shown = FieldValue.Json("{}");
        if (reference.Namespace is { Length: > 0 })
            errors.Reject(path, shown, "may not be specified when dataSourceRef.namespace is specified");
        else if (source.ApiGroup != reference.ApiGroup || source.Kind != reference.Kind || source.Name != reference.Name)
            errors.Reject(path, shown, "must match dataSourceRef");
    }

    private static void OnlyLabels(FieldErrorList errors, FieldPath path, ObjectMeta metadata)
    {
        ReadOnlySpan<(string Field, bool IsSet)> fields =
        [
            ("name", metadata.Name.Length > 0),
            ("generateName", metadata.GenerateName.Length > 0),
            ("namespace", metadata.Namespace.Length > 0),
            ("uID", metadata.Uid.Length > 0),
            ("resourceVersion", metadata.ResourceVersion.Length > 0),
            ("generation", metadata.Generation != 0),
            ("creationTimestamp", !metadata.CreationTimestamp.IsZero),
            ("deletionTimestamp", metadata.DeletionTimestamp is not null),
            ("deletionGracePeriodSeconds", metadata.DeletionGracePeriodSeconds is not null),
            ("ownerReferences", !metadata.OwnerReferences.IsAbsent),
            ("finalizers", !metadata.Finalizers.IsAbsent),
            ("managedFields", !metadata.ManagedFields.IsAbsent),
        ];
        foreach (var (field, isSet) in fields)
            if (isSet) errors.Forbid(path.Child(field), "cannot be set");
    }
}
