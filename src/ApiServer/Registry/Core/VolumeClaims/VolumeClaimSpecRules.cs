using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Resources;
using Kybernet.ApiServer.Registry.Core.Volumes;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.VolumeClaims;

/// <summary>The spec of a claim or of a claim's template. Upstream: <c>ValidatePersistentVolumeClaimSpec</c>.</summary>
public static class VolumeClaimSpecRules
{
    /// <param name="spec">The spec.</param>
    /// <param name="old">What it was: selectors and groups that were invalid may stay so. Null on creation.</param>
    /// <param name="path">Where the spec is.</param>
    /// <param name="errors">Where errors go.</param>
    public static void Check(PersistentVolumeClaimSpec spec, PersistentVolumeClaimSpec? old, FieldPath path, FieldErrorList errors)
    {
        if (spec.AccessModes.IsEmpty) errors.Add(FieldError.Required(path.Child("accessModes"), "at least 1 access mode is required"));
        LabelSelectorRules.Validate(errors, path.Child("selector"), spec.Selector.ToTerms(), allowInvalidValues: HadInvalidSelector(old));
        AccessModeRules.Check(spec.AccessModes, path.Child("accessModes"), errors);
        CheckRequest(spec, path.Child("resources").Key(ResourceNames.Storage), errors);
        if (spec.StorageClassName is { Length: > 0 } name) FormatRules.DnsSubdomain(errors, path.Child("storageClassName"), name);
        CheckSources(spec, old, path, errors);
        if (spec.VolumeAttributesClassName is { Length: > 0 } attributes)
            FormatRules.DnsSubdomain(errors, path.Child("volumeAttributesClassName"), attributes);
    }

    /// <summary>Upstream: <c>GetWarningsForPersistentVolumeClaimSpec</c>.</summary>
    public static void Warn(PersistentVolumeClaimSpec spec, FieldPath path, ICollection<string> warnings)
    {
        var resources = path.Child("resources");
        WarnOf(spec.Resources.Requests, resources.Child("requests"));
        WarnOf(spec.Resources.Limits, resources.Child("limits"));

        void WarnOf(MapOf<Machinery.Values.Quantity> amounts, FieldPath at)
        {
            if (amounts.TryGetValue(ResourceNames.Storage, out var amount) && amount.MilliValue() % 1000 != 0)
                warnings.Add($"{at.Key(ResourceNames.Storage)}: fractional byte value \"{amount}\" is invalid, must be an integer");
        }
    }

    private static bool HadInvalidSelector(PersistentVolumeClaimSpec? old)
    {
        if (old?.Selector is null) return false;
        var errors = new FieldErrorList();
        LabelSelectorRules.Validate(errors, FieldPath.None, old.Selector.ToTerms());
        return !errors.IsEmpty;
    }

    private static void CheckRequest(PersistentVolumeClaimSpec spec, FieldPath path, FieldErrorList errors)
    {
        if (!spec.Resources.Requests.TryGetValue(ResourceNames.Storage, out var amount)) errors.Add(FieldError.Required(path, ""));
        else ResourceNameRules.Positive(errors, path, amount);
    }

    private static void CheckSources(PersistentVolumeClaimSpec spec, PersistentVolumeClaimSpec? old, FieldPath path, FieldErrorList errors)
    {
        var hadGroup = old?.DataSource?.ApiGroup is not null || old?.DataSourceRef?.ApiGroup is not null;
        if (spec.DataSource is { } source) CheckReference(source.ApiGroup, source.Kind, path.Child("dataSource"), hadGroup, errors);
        if (spec.DataSourceRef is { } reference)
        {
            CheckReference(reference.ApiGroup, reference.Kind, path.Child("dataSourceRef"), hadGroup, errors);
            if (reference.Namespace is { Length: > 0 } home)
                FormatRules.DnsLabel(errors, path.Child("dataSourceRef").Child("namespace"), home);
        }

        if (spec is not { DataSource: { } local, DataSourceRef: { } any }) return;
        // Upstream shows a path, whose JSON is empty.
        var shown = FieldValue.Json("{}");
        if (!string.IsNullOrEmpty(any.Namespace))
            errors.Add(FieldError.Invalid(path, shown, "may not be specified when dataSourceRef.namespace is specified"));
        else if ((local.ApiGroup, local.Kind, local.Name) != (any.ApiGroup, any.Kind, any.Name))
            errors.Add(FieldError.Invalid(path, shown, "must match dataSourceRef"));
    }

    private static void CheckReference(string? group, string kind, FieldPath path, bool hadGroup, FieldErrorList errors)
    {
        if (string.IsNullOrEmpty(group))
        {
            if (kind != "PersistentVolumeClaim")
                errors.Add(FieldError.Invalid(path, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup"));
        }
        else if (!hadGroup) FormatRules.DnsSubdomain(errors, path.Child("apiGroup"), group);
    }
}
