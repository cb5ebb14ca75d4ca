using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Resources;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.VolumeClaims;

/// <summary>
/// A claim's spec stays, but for: the volume's name, set once; the class, set once; and of a bound claim its size, which grows
/// (or shrinks down to what the volume has), and its attributes class. Upstream: <c>ValidatePersistentVolumeClaimUpdate</c>.
/// </summary>
internal static class VolumeClaimUpdateRules
{
    private const string BetaStorageClass = "volume.beta.kubernetes.io/storage-class";

    private static readonly FieldPath s_spec = FieldPath.Of("spec");

    public static void Check(PersistentVolumeClaim claim, PersistentVolumeClaim old, FieldErrorList errors)
    {
        // Claims stored by old releases may lack one of the two data sources.
        var before = DataSources.Normalize(old.Spec);
        if (AllowedChanges(claim, before, old, errors) != before)
            errors.Add(FieldError.Forbidden(
                s_spec, "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims"));
        CheckSize(claim, old, errors);
        ImmutableRules.Immutable(errors, FieldPath.Of("volumeMode"), claim.Spec.VolumeMode, before.VolumeMode);
        CheckAttributesClass(claim.Spec, old, errors);
    }

    /// <summary>The new spec with what may change put back; equal to the old one when nothing else changed.</summary>
    private static PersistentVolumeClaimSpec AllowedChanges(
        PersistentVolumeClaim claim, PersistentVolumeClaimSpec before, PersistentVolumeClaim old, FieldErrorList errors)
    {
        var spec = claim.Spec;
        if (before.VolumeName.Length == 0) spec = spec with { VolumeName = "" };
        var hasAnnotation = old.Metadata.Annotations.TryGetValue(BetaStorageClass, out var annotated);
        var annotation = claim.Metadata.Annotations.GetValueOrDefault(BetaStorageClass);
        var isNewClass = before.StorageClassName is null && spec.StorageClassName is not null;
        if (hasAnnotation && isNewClass && spec.StorageClassName == annotated && (annotation is null || annotation == annotated))
            spec = spec with { StorageClassName = null };
        else
        {
            ImmutableRules.Immutable(
                errors, FieldPath.Of("metadata").Child("annotations").Child(BetaStorageClass), annotation ?? "", annotated ?? "");
            if (isNewClass && (!hasAnnotation || spec.StorageClassName == annotated)) spec = spec with { StorageClassName = null };
        }

        if (claim.Status.Phase != PersistentVolumeClaimPhase.Bound) return spec;
        if (!spec.Resources.Requests.IsAbsent)
        {
            var size = before.Resources.Requests.GetValueOrDefault(ResourceNames.Storage);
            spec = spec with
            {
                Resources = spec.Resources with { Requests = spec.Resources.Requests.SetItem(ResourceNames.Storage, size) },
            };
        }

        return spec with { VolumeAttributesClassName = before.VolumeAttributesClassName };
    }

    private static void CheckSize(PersistentVolumeClaim claim, PersistentVolumeClaim old, FieldErrorList errors)
    {
        var size = claim.Spec.Resources.Requests.GetValueOrDefault(ResourceNames.Storage);
        if (size < old.Spec.Resources.Requests.GetValueOrDefault(ResourceNames.Storage)
            && size <= old.Status.Capacity.GetValueOrDefault(ResourceNames.Storage))
            errors.Add(FieldError.Forbidden(
                s_spec.Child("resources").Child("requests").Child(ResourceNames.Storage), "field can not be less than status.capacity"));
    }

    private static void CheckAttributesClass(PersistentVolumeClaimSpec spec, PersistentVolumeClaim old, FieldErrorList errors)
    {
        if (spec.VolumeAttributesClassName == old.Spec.VolumeAttributesClassName) return;
        if (old.Status.CurrentVolumeAttributesClassName is null || !string.IsNullOrEmpty(spec.VolumeAttributesClassName)) return;
        var to = spec.VolumeAttributesClassName is null ? "nil" : "empty string";
        errors.Add(FieldError.Forbidden(
            s_spec.Child("volumeAttributesClassName"),
            $"update to {to} is forbidden when status.currentVolumeAttributesClassName is not nil"));
    }
}
