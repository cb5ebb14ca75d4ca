using Kybernet.Api.Core.V1;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Framework;

/// <summary>Which events an update of a pod is. Upstream: <c>framework.PodSchedulingPropertiesChange</c>.</summary>
public static class PodChanges
{
    public static IEnumerable<ClusterEvent> Of(Pod old, Pod now)
    {
        var resource = now.Spec.NodeName.Length == 0 ? EventResource.UnscheduledPod : EventResource.AssignedPod;
        var any = false;
        foreach (var action in ActionsOf(old, now))
        {
            any = true;
            yield return new(resource, action);
        }

        if (!any) yield return new(resource, EventActions.Update);
    }

    private static IEnumerable<EventActions> ActionsOf(Pod old, Pod now)
    {
        if (old.Metadata.Labels != now.Metadata.Labels) yield return EventActions.UpdatePodLabel;
        if (AsksForLess(old, now)) yield return EventActions.UpdatePodScaleDown;
        if (now.Spec.SchedulingGates.IsEmpty && !old.Spec.SchedulingGates.IsEmpty) yield return EventActions.UpdatePodSchedulingGatesEliminated;
        if (old.Spec.Tolerations.Count != now.Spec.Tolerations.Count) yield return EventActions.UpdatePodToleration;
        if (old.Status.ResourceClaimStatuses != now.Status.ResourceClaimStatuses) yield return EventActions.UpdatePodGeneratedResourceClaim;
    }

    private static bool AsksForLess(Pod old, Pod now)
    {
        if (ReferenceEquals(old.Spec, now.Spec) && ReferenceEquals(old.Status, now.Status)) return false;
        var requests = PodRequests.Of(now, assumeMissing: false);
        foreach (var (name, amount) in PodRequests.Of(old, assumeMissing: false))
            if (!requests.TryGetValue(name, out var left) || left < amount) return true;
        return false;
    }
}
