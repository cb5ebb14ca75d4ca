using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Controllers.Pods;

namespace Kybernet.Controllers.DaemonSets;

/// <summary>A DaemonSet's status. Upstream: <c>updateDaemonSetStatus</c>.</summary>
public static class DaemonSetStatusPlan
{
    /// <summary>Of several pods on a node the oldest counts.</summary>
    public static DaemonSetStatus For(DaemonSet set, IReadOnlyList<Node> nodes, ILookup<string, Pod> pods, string hash, DateTimeOffset now)
    {
        var (desired, current, misplaced, ready, updated, available) = (0, 0, 0, 0, 0, 0);
        foreach (var node in nodes)
        {
            var pod = DaemonPods.ByAge(pods[node.Metadata.Name]).FirstOrDefault();
            if (!DaemonPods.On(set, node).ShouldRun)
            {
                if (pod is not null) misplaced++;
                continue;
            }

            desired++;
            if (pod is null) continue;
            current++;
            if (pod.IsReady) ready++;
            if (pod.IsAvailable(set.Spec.MinReadySeconds, now)) available++;
            if (DaemonPods.IsUpdated(set, pod, hash)) updated++;
        }

        return set.Status with
        {
            DesiredNumberScheduled = desired,
            CurrentNumberScheduled = current,
            NumberMisscheduled = misplaced,
            NumberReady = ready,
            UpdatedNumberScheduled = updated,
            NumberAvailable = available,
            NumberUnavailable = desired - available,
        };
    }
}
