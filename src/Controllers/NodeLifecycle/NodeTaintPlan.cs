using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.Controllers.NodeLifecycle;

/// <summary>The NoSchedule taints that a node's conditions ask for, and the old labels that repeat new ones.</summary>
/// <remarks>Upstream: nodelifecycle, doNoScheduleTaintingPass and reconcileNodeLabels.</remarks>
public static class NodeTaintPlan
{
    private static readonly (string Type, string Status, string Taint)[] s_taintOf =
    [
        (NodeConditionType.Ready, ConditionStatus.False, NodeTaints.NotReady),
        (NodeConditionType.Ready, ConditionStatus.Unknown, NodeTaints.Unreachable),
        (NodeConditionType.MemoryPressure, ConditionStatus.True, NodeTaints.MemoryPressure),
        (NodeConditionType.DiskPressure, ConditionStatus.True, NodeTaints.DiskPressure),
        (NodeConditionType.NetworkUnavailable, ConditionStatus.True, NodeTaints.NetworkUnavailable),
        (NodeConditionType.PIDPressure, ConditionStatus.True, NodeTaints.PidPressure),
    ];

    private static readonly (string Primary, string Secondary)[] s_labels =
    [
        ("kubernetes.io/os", "beta.kubernetes.io/os"),
        ("kubernetes.io/arch", "beta.kubernetes.io/arch"),
    ];

    /// <returns>The node as it should be; null when it is.</returns>
    public static Node? For(Node node, DateTimeOffset now)
    {
        var taints = Taints(node, now);
        var labels = Labels(node.Metadata.Labels);
        if (taints == node.Spec.Taints && labels == node.Metadata.Labels) return null;
        return node with { Metadata = node.Metadata with { Labels = labels }, Spec = node.Spec with { Taints = taints } };
    }

    private static ListOf<Taint> Taints(Node node, DateTimeOffset now)
    {
        var wanted = new HashSet<string>();
        foreach (var (type, status, taint) in s_taintOf)
            if (node.ConditionOf(type)?.Status == status) wanted.Add(taint);
        if (node.Spec.Unschedulable) wanted.Add(NodeTaints.Unschedulable);

        var taints = node.Spec.Taints;
        foreach (var taint in node.Spec.Taints)
        {
            if (taint.Effect == TaintEffect.NoSchedule && IsOurs(taint.Key) && !wanted.Contains(taint.Key))
                taints = NodeTaints.Without(taints, taint.Key, TaintEffect.NoSchedule);
        }

        foreach (var key in wanted)
            if (!NodeTaints.Has(taints, key, TaintEffect.NoSchedule)) taints = NodeTaints.With(taints, key, TaintEffect.NoSchedule, now);
        return taints;
    }

    private static bool IsOurs(string key) => key == NodeTaints.Unschedulable || Array.Exists(s_taintOf, entry => entry.Taint == key);

    private static MapOf<string> Labels(MapOf<string> labels)
    {
        foreach (var (primary, secondary) in s_labels)
        {
            if (labels.TryGetValue(primary, out var value) && labels.GetValueOrDefault(secondary) != value)
                labels = labels.SetItem(secondary, value);
        }

        return labels;
    }
}
