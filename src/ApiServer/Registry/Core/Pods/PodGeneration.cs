using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Meta;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>What the doors of a pod have in common: the generation counts changes of the spec.</summary>
internal static class PodGeneration
{
    public static Pod Raise(Pod pod, Pod old)
    {
        var generation = pod.Spec == old.Spec ? old.Metadata.Generation : old.Metadata.Generation + 1;
        return pod.Metadata.Generation == generation ? pod : pod with { Metadata = pod.Metadata with { Generation = generation } };
    }

    /// <summary>Metadata that a subresource leaves alone. Upstream: <c>ResetObjectMetaForStatus</c>.</summary>
    public static ObjectMeta KeptMetadata(ObjectMeta metadata, ObjectMeta old) => metadata with
    {
        DeletionTimestamp = old.DeletionTimestamp,
        Generation = old.Generation,
        Labels = old.Labels,
        Annotations = old.Annotations,
        Finalizers = old.Finalizers,
        OwnerReferences = old.OwnerReferences,
    };
}
