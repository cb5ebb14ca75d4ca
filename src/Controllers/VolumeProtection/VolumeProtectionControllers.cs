using Kybernet.Api.Core.V1;
using Kybernet.Api.Storage.V1;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Controllers.VolumeProtection;

/// <summary>
/// Volumes, claims and attribute classes stay until nobody uses them, then the finalizer that kept them goes.
/// Upstream: <c>pvprotection</c>, <c>pvcprotection</c> and <c>vacprotection</c> in <c>pkg/controller/volume</c>.
/// </summary>
public static class VolumeProtectionControllers
{
    public const string VolumesName = "persistentvolume-protection-controller";
    public const string ClaimsName = "persistentvolumeclaim-protection-controller";
    public const string ClassesName = "volumeattributesclass-protection-controller";

    public static Controller CreateForVolumes(ControllerContext context)
    {
        var volumes = context.Informers.Of<PersistentVolume>();
        var client = context.ClientOf("pv-protection-controller");
        return new Controller(
            VolumesName, new ProtectionReconciler<PersistentVolume>(client, volumes, "kubernetes.io/pv-protection", VolumeUse.IsBound), context).On(volumes);
    }

    public static Controller CreateForClaims(ControllerContext context)
    {
        var claims = context.Informers.Of<PersistentVolumeClaim>();
        var pods = context.Informers.Of<Pod>();
        var client = context.ClientOf("pvc-protection-controller");
        var reconciler = new ProtectionReconciler<PersistentVolumeClaim>(
            client, claims, "kubernetes.io/pvc-protection", claim => pods.List(claim.Metadata.Namespace).Any(pod => VolumeUse.IsUsedBy(claim, pod)))
        {
            IsUsedNow = async (claim, cancel) =>
            {
                var found = await client.ListAsync<Pod>(claim.Metadata.Namespace, "", cancel);
                return !found.IsOk || found.Value.Items.Any(pod => VolumeUse.IsUsedBy(claim, pod));
            },
        };
        return new Controller(ClaimsName, reconciler, context).On(claims).On(pods, ClaimsOf);
    }

    public static Controller CreateForClasses(ControllerContext context)
    {
        var classes = context.Informers.Of<VolumeAttributesClass>();
        var claims = context.Informers.Of<PersistentVolumeClaim>();
        var volumes = context.Informers.Of<PersistentVolume>();
        var client = context.ClientOf(ClassesName);
        var reconciler = new ProtectionReconciler<VolumeAttributesClass>(
            client, classes, "kubernetes.io/vac-protection",
            one => claims.List().Any(claim => VolumeUse.ClassesOf(claim).Contains(one.Metadata.Name))
                || volumes.List().Any(volume => volume.Spec.VolumeAttributesClassName == one.Metadata.Name));
        return new Controller(ClassesName, reconciler, context)
            .On(classes)
            .On(claims, static change => change.Old is { } old ? VolumeUse.ClassesOf(old).Select(static name => new ObjectKey(name)) : [])
            .On(volumes, static change => change.Old?.Spec.VolumeAttributesClassName is { Length: > 0 } name ? [new ObjectKey(name)] : []);
    }

    /// <summary>A pod matters once it is gone or over: then its claims may go.</summary>
    private static IEnumerable<ObjectKey> ClaimsOf(ObjectChange<Pod> change) =>
        VolumeUse.ClaimsOf(change.Any).Select(name => new ObjectKey(change.Any.Metadata.Namespace, name));
}
