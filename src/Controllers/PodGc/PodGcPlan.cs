using Kybernet.Api.Core.V1;

namespace Kybernet.Controllers.PodGc;

/// <summary>The pods that nobody else deletes.</summary>
/// <remarks>Upstream: podgc, gcTerminated, gcTerminating, gcUnscheduledTerminating.</remarks>
public static class PodGcPlan
{
    private const string OutOfService = "node.kubernetes.io/out-of-service";

    /// <summary>Finished pods beyond the threshold: evicted ones first, then the oldest.</summary>
    /// <param name="pods">All pods.</param>
    /// <param name="threshold">How many finished pods may stay; 0 for all.</param>
    public static IReadOnlyList<Pod> Terminated(IReadOnlyList<Pod> pods, int threshold)
    {
        if (threshold <= 0) return [];
        var finished = pods.Where(IsFinished).ToList();
        return finished.Count <= threshold ? [] : [.. InOrder(finished).Take(finished.Count - threshold)];
    }

    /// <summary>Pods being deleted on nodes that are not ready and that users took out of service: no kubelet will end them.</summary>
    /// <param name="pods">All pods.</param>
    /// <param name="find">A node by name.</param>
    public static IReadOnlyList<Pod> OnNodesOutOfService(IReadOnlyList<Pod> pods, Func<string, Node?> find) =>
        [.. InOrder(pods.Where(pod => pod.Metadata.DeletionTimestamp is not null && find(pod.Spec.NodeName) is { } node && IsOutOfService(node)))];

    /// <summary>Pods being deleted that no node has.</summary>
    public static IReadOnlyList<Pod> Unscheduled(IReadOnlyList<Pod> pods) =>
        [.. pods.Where(static pod => pod.Metadata.DeletionTimestamp is not null && pod.Spec.NodeName.Length == 0)];

    private static bool IsFinished(Pod pod) => pod.Status.Phase is not (PodPhase.Pending or PodPhase.Running or PodPhase.Unknown);

    private static bool IsOutOfService(Node node)
    {
        foreach (var condition in node.Status.Conditions)
            if (condition.Type == NodeConditionType.Ready && condition.Status == ConditionStatus.True) return false;
        return node.Spec.Taints.Any(static taint => taint.Key == OutOfService);
    }

    private static IEnumerable<Pod> InOrder(IEnumerable<Pod> pods) => pods
        .OrderByDescending(static pod => pod.Status.Phase == PodPhase.Failed && pod.Status.Reason == "Evicted")
        .ThenBy(static pod => pod.Metadata.CreationTimestamp)
        .ThenBy(static pod => pod.Metadata.Name, StringComparer.Ordinal);
}
