using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>The volumes of a pod. Upstream: <c>ValidateVolumes</c>.</summary>
internal static class VolumeRules
{
    public static void Check(PodCheck check, FieldPath path)
    {
        var volumes = check.Spec.Volumes;
        var podName = check.Metadata?.Name ?? "";
        for (var i = 0; i < volumes.Count; i++)
        {
            var (volume, at) = (volumes[i], path.Index(i));
            var before = check.Errors.Count;
            VolumeSourceRules.Check(check, at, volume);
            if (check.Volumes.ContainsKey(volume.Name)) check.Errors.Repeated(at.Child("name"), volume.Name);
            if (check.Errors.Count == before && IsWellFormed(volume)) check.Volumes[volume.Name] = volume;
            if (volume.PersistentVolumeClaim is { } claim && podName.Length > 0 && IsCreated(check.Spec, podName, claim.ClaimName))
                check.Errors.Reject(
                    at.Child("persistentVolumeClaim").Child("claimName"), claim.ClaimName,
                    "must not reference a PVC that gets created for an ephemeral volume");
        }
    }

    /// <summary>The schema's rules, which are reported elsewhere, hold: containers do not find a volume that breaks one.</summary>
    private static bool IsWellFormed(Volume volume)
    {
        var errors = new FieldErrorList();
        volume.Validate(errors, FieldPath.None);
        return errors.IsEmpty;
    }

    private static bool IsCreated(PodSpec spec, string podName, string claimName) =>
        spec.Volumes.Any(volume => volume.Ephemeral is not null && $"{podName}-{volume.Name}" == claimName);
}
