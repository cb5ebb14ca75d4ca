using Kybernet.Api.Coordination.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Values;

namespace Kybernet.Controllers.NodeLifecycle;

/// <summary>What a look at a node found.</summary>
/// <param name="Health">To be remembered.</param>
/// <param name="Observed">The Ready condition as the node had it; made up when it never had one.</param>
/// <param name="Current">The condition as it is to be; null when there is none yet.</param>
/// <param name="Changed">The node with the conditions it is to have; null when it has them.</param>
public sealed record NodeLook(NodeHealth Health, NodeCondition Observed, NodeCondition? Current, Node? Changed);

/// <summary>Decides whether a node is alive: it posts its status or renews its lease, else its conditions become Unknown.</summary>
/// <remarks>Upstream: nodelifecycle, tryUpdateNodeHealth. Reasons and messages are its.</remarks>
public static class NodeHealthPlan
{
    // NetworkUnavailable is not the kubelet's to say.
    private static readonly string[] s_types =
        [NodeConditionType.Ready, NodeConditionType.MemoryPressure, NodeConditionType.DiskPressure, NodeConditionType.PIDPressure];

    public static NodeLook Look(Node node, Lease? lease, NodeHealth? saved, DateTimeOffset now, ControllersOptions options)
    {
        var current = node.ConditionOf(NodeConditionType.Ready);
        var created = node.Metadata.CreationTimestamp;
        var observed = current ?? new()
        {
            Type = NodeConditionType.Ready,
            Status = ConditionStatus.Unknown,
            LastHeartbeatTime = created,
            LastTransitionTime = created,
        };
        var health = Probed(current, saved, created, now);
        var renewed = lease?.Spec.RenewTime;
        if (lease is not null && (saved?.RenewedAt is null || health.RenewedAt is null || (renewed is { } later && health.RenewedAt < later)))
            health = health with { RenewedAt = renewed ?? default(MicroTime), ProbedAt = now };

        var grace = current is null ? options.NodeStartupGracePeriod : options.NodeMonitorGracePeriod;
        if (now <= health.ProbedAt + grace) return new(health, observed, current, null);
        var changed = Silenced(node, now);
        current = changed.ConditionOf(NodeConditionType.Ready);
        return current == observed ? new(health, observed, current, null) : new(health, observed, current, changed);
    }

    private static NodeHealth Probed(NodeCondition? current, NodeHealth? saved, Time created, DateTimeOffset now)
    {
        if (current is null)
        {
            // Upstream takes a condition that was removed for one never posted: it overwrites the saved status before it compares.
            return saved is null
                ? new(created.ToDateTimeOffset(), created.ToDateTimeOffset(), null, null)
                : saved with { Ready = null };
        }

        if (saved?.Ready is not { } before) return new(now, now, current, null);
        if (before.LastHeartbeatTime == current.LastHeartbeatTime) return saved;
        return new(now, before.LastTransitionTime == current.LastTransitionTime ? saved.ReadyChangedAt : now, current, null);
    }

    private static Node Silenced(Node node, DateTimeOffset now)
    {
        var conditions = node.Status.Conditions;
        foreach (var type in s_types)
        {
            var at = IndexOf(node, type);
            if (at < 0)
            {
                conditions = conditions.Add(new()
                {
                    Type = type,
                    Status = ConditionStatus.Unknown,
                    Reason = "NodeStatusNeverUpdated",
                    Message = "Kubelet never posted node status.",
                    LastHeartbeatTime = node.Metadata.CreationTimestamp,
                    LastTransitionTime = Time.From(now),
                });
            }
            else if (conditions[at].Status != ConditionStatus.Unknown)
            {
                conditions = conditions.SetItem(at, conditions[at] with
                {
                    Status = ConditionStatus.Unknown,
                    Reason = "NodeStatusUnknown",
                    Message = "Kubelet stopped posting node status.",
                    LastTransitionTime = Time.From(now),
                });
            }
        }

        return node with { Status = node.Status with { Conditions = conditions } };
    }

    private static int IndexOf(Node node, string type)
    {
        for (var i = 0; i < node.Status.Conditions.Count; i++)
            if (node.Status.Conditions[i].Type == type) return i;
        return -1;
    }
}
