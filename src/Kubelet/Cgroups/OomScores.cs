using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Pods;

namespace Kybernet.Kubelet.Cgroups;

/// <summary>Whom the kernel ends first when memory runs out: 1000 first, -1000 never. Pure.</summary>
/// <remarks>Upstream: kubelet/qos, GetContainerOOMScoreAdjust.</remarks>
internal static class OomScores
{
    public const int Sandbox = -998;
    private const int Guaranteed = -997;
    private const int BestEffort = 1000;
    private const int SystemCriticalPriority = 2_000_000_000;

    public static int Of(Pod pod, Container container, long memoryCapacity)
    {
        var qos = PodQos.Of(pod);
        if (qos == PodQOSClass.Guaranteed || (pod.Spec.Priority >= SystemCriticalPriority && pod.Spec.PriorityClassName == "system-node-critical"))
            return Guaranteed;
        if (qos == PodQOSClass.BestEffort || memoryCapacity <= 0) return BestEffort;
        var score = Score(container, memoryCapacity);
        // A sidecar is not ended before the containers it serves.
        if (container.IsSidecar && pod.Spec.InitContainers.Contains(container) && pod.Spec.Containers.Count > 0)
            score = Math.Min(score, pod.Spec.Containers.Max(other => Score(other, memoryCapacity)));
        if (score < 1000 + Guaranteed) return 1000 + Guaranteed;
        return (int)(score == BestEffort ? score - 1 : score);
    }

    private static long Score(Container container, long memoryCapacity) =>
        1000 - (1000 * container.Resources.Requests.GetValueOrDefault(ResourceName.Memory).Value() / memoryCapacity);
}
