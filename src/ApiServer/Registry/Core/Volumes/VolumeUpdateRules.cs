using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Volumes;

/// <summary>The source of a volume stays, and where it can be used. Upstream: <c>ValidatePersistentVolumeUpdate</c>.</summary>
internal static class VolumeUpdateRules
{
    public static void Check(PersistentVolumeSpec spec, PersistentVolumeSpec old, FieldErrorList errors)
    {
        if (SourceOf(spec, old) != old)
            errors.Add(FieldError.Forbidden(
                FieldPath.Of("spec").Child("persistentvolumesource"), "spec.persistentvolumesource is immutable after creation"));
        ImmutableRules.Immutable(errors, FieldPath.Of("volumeMode"), spec.VolumeMode, old.VolumeMode);
        if (old.NodeAffinity is not null && !NodeAffinityChange.IsAllowed(spec.NodeAffinity, old.NodeAffinity))
            errors.Add(FieldError.Invalid(
                FieldPath.Of("nodeAffinity"), ImmutableRules.Shown(spec.NodeAffinity),
                ValidationMessages.Immutable + ", except for updating from beta label to GA"));
        if (old.VolumeAttributesClassName is not null && spec.VolumeAttributesClassName is null)
            errors.Add(FieldError.Forbidden(
                FieldPath.Of("spec").Child("volumeAttributesClassName"), "update from non-nil value to nil is forbidden"));
    }

    /// <summary>The new source with all that is no source as it was.</summary>
    private static PersistentVolumeSpec SourceOf(PersistentVolumeSpec spec, PersistentVolumeSpec old)
    {
        // The secret of expansion may be added later.
        if (spec.Csi is { ControllerExpandSecretRef: not null } csi && old.Csi is { ControllerExpandSecretRef: null })
            spec = spec with { Csi = csi with { ControllerExpandSecretRef = null } };
        return spec with
        {
            Capacity = old.Capacity,
            AccessModes = old.AccessModes,
            ClaimRef = old.ClaimRef,
            PersistentVolumeReclaimPolicy = old.PersistentVolumeReclaimPolicy,
            StorageClassName = old.StorageClassName,
            MountOptions = old.MountOptions,
            VolumeMode = old.VolumeMode,
            NodeAffinity = old.NodeAffinity,
            VolumeAttributesClassName = old.VolumeAttributesClassName,
        };
    }
}
