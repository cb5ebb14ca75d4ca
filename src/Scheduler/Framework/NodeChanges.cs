using Kybernet.Api.Core.V1;

namespace Kybernet.Scheduler.Framework;

/// <summary>Which events an update of a node is. Upstream: <c>framework.NodeSchedulingPropertiesChange</c>.</summary>
public static class NodeChanges
{
    public static IEnumerable<ClusterEvent> Of(Node old, Node now)
    {
        // Heartbeats come often and change nothing that is looked at.
        if (old.Spec.Unschedulable && !now.Spec.Unschedulable) yield return On(EventActions.UpdateNodeTaint);
        if (old.Status.Allocatable != now.Status.Allocatable) yield return On(EventActions.UpdateNodeAllocatable);
        if (old.Metadata.Labels != now.Metadata.Labels) yield return On(EventActions.UpdateNodeLabel);
        if (old.Spec.Taints != now.Spec.Taints) yield return On(EventActions.UpdateNodeTaint);
        if (!SameConditions(old, now)) yield return On(EventActions.UpdateNodeCondition);
        if (old.Metadata.Annotations != now.Metadata.Annotations) yield return On(EventActions.UpdateNodeAnnotation);
        if (old.Status.DeclaredFeatures != now.Status.DeclaredFeatures) yield return On(EventActions.UpdateNodeDeclaredFeature);
    }

    private static ClusterEvent On(EventActions action) => new(EventResource.Node, action);

    private static bool SameConditions(Node old, Node now)
    {
        var left = old.Status.Conditions;
        var right = now.Status.Conditions;
        if (left.Count != right.Count) return false;
        for (var i = 0; i < left.Count; i++)
            if (left[i].Type != right[i].Type || left[i].Status != right[i].Status) return false;
        return true;
    }
}
