using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Resources;
using Kybernet.Machinery.Codecs;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Volumes;

/// <summary>What holds of every PersistentVolume. Upstream: <c>ValidatePersistentVolumeSpec</c>.</summary>
internal static class VolumeRules
{
    private const string MountOptions = "volume.beta.kubernetes.io/mount-options";

    private static readonly FieldPath s_spec = FieldPath.Of("spec");

    public static void Check(PersistentVolume volume, PersistentVolume? old, FieldErrorList errors)
    {
        var spec = volume.Spec;
        AccessModeRules.Check(spec.AccessModes, s_spec.Child("accessModes"), errors);
        CheckCapacity(spec, errors);
        if (spec.PersistentVolumeReclaimPolicy.Length > 0)
            EnumRules.Supported(
                errors, s_spec.Child("persistentVolumeReclaimPolicy"), spec.PersistentVolumeReclaimPolicy,
                PersistentVolumeReclaimPolicy.Values);
        var affinity = s_spec.Child("nodeAffinity");
        if (spec.NodeAffinity is { } given)
        {
            if (given.Required is { } required)
                NodeSelectorRules.Check(
                    required, NodeSelectorRules.HasInvalidValues(old?.Spec.NodeAffinity?.Required), affinity.Child("required"), errors);
            else errors.Add(FieldError.Required(affinity.Child("required"), "must specify required node constraints"));
        }

        VolumeSourceRules.Check(volume, errors);
        CheckRecycledRoot(spec, errors);
        if (spec.StorageClassName.Length > 0) FormatRules.DnsSubdomain(errors, s_spec.Child("storageClassName"), spec.StorageClassName);
        EnumRules.Supported(errors, s_spec.Child("volumeMode"), spec.VolumeMode, PersistentVolumeMode.Values);
        CheckAttributesClass(spec, errors);
        CheckMountOptions(volume, errors);
    }

    private static void CheckCapacity(PersistentVolumeSpec spec, FieldErrorList errors)
    {
        var path = s_spec.Child("capacity");
        if (spec.Capacity.IsEmpty) errors.Add(FieldError.Required(path, ""));
        if (spec.Capacity.Count > 1 || !spec.Capacity.ContainsKey(ResourceNames.Storage))
            errors.Add(FieldError.NotSupported(path, Shown(spec), [ResourceNames.Storage]));
        foreach (var (name, amount) in spec.Capacity)
        {
            ResourceNameRules.Basic(errors, path.Key(name), amount);
            ResourceNameRules.Positive(errors, path.Key(name), amount);
        }

        static FieldValue Shown(PersistentVolumeSpec spec) => spec.Capacity.IsAbsent
            ? FieldValue.Null
            : FieldValue.Json($"{{{string.Join(',', spec.Capacity.Select(entry => $"{QuotedText.Json(entry.Key)}:\"{entry.Value}\""))}}}");
    }

    private static void CheckRecycledRoot(PersistentVolumeSpec spec, FieldErrorList errors)
    {
        if (spec.PersistentVolumeReclaimPolicy != PersistentVolumeReclaimPolicy.Recycle) return;
        if (spec.HostPath is { Path: { Length: > 0 } path } && path.AsSpan().Trim("/.").IsEmpty && path[0] == '/')
            errors.Add(FieldError.Forbidden(
                s_spec.Child("persistentVolumeReclaimPolicy"), "may not be 'recycle' for a hostPath mount of '/'"));
    }

    private static void CheckAttributesClass(PersistentVolumeSpec spec, FieldErrorList errors)
    {
        if (spec.VolumeAttributesClassName is not { } name) return;
        var path = s_spec.Child("volumeAttributesClassName");
        if (name.Length == 0) errors.Add(FieldError.Required(path, "an empty string is disallowed"));
        else FormatRules.DnsSubdomain(errors, path, name);
        if (spec.Csi is null)
            errors.Add(FieldError.Required(s_spec.Child("csi"), "has to be specified when using volumeAttributesClassName"));
    }

    /// <summary>The annotation is for sources that have mount options. Upstream: <c>pkg/volume/validation</c>.</summary>
    private static void CheckMountOptions(PersistentVolume volume, FieldErrorList errors)
    {
        var source = volume.Spec;
        ReadOnlySpan<IApiMessage?> mounted =
        [
            source.GcePersistentDisk, source.AwsElasticBlockStore, source.Glusterfs, source.Nfs, source.Rbd, source.Quobyte,
            source.Iscsi, source.Cinder, source.Cephfs, source.AzureFile, source.VsphereVolume, source.AzureDisk, source.PhotonPersistentDisk,
        ];
        foreach (var one in mounted)
            if (one is not null) return;
        if (volume.Metadata.Annotations.ContainsKey(MountOptions))
            errors.Add(FieldError.Forbidden(
                FieldPath.Of("metadata").Child("annotations").Child(MountOptions), "may not specify mount options for this volume type"));
    }
}
