using Kybernet.Machinery.Collections;
using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Plugins.NodeResources;

/// <summary>Prefers nodes whose resources the pod would use more evenly. Upstream: <c>plugins/noderesources/balanced_allocation.go</c>.</summary>
public sealed class BalancedAllocationPlugin(ListOf<ScoredResource> scored, ResourceNames resources) : IPreScorePlugin, IScorePlugin
{
    private readonly StateKey<ScoredRequest> _scored = new();

    public string Name => PluginNames.NodeResourcesBalancedAllocation;

    /// <summary>A pod that asks for nothing balances nothing.</summary>
    public PluginStatus? PreScore(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows)
    {
        var asked = ScoredRequest.Of(pod, scored, resources, assumeMissing: false);
        if (asked.AsksForNothing) return PluginStatus.Skip;
        state.Write(_scored, asked);
        return null;
    }

    /// <summary>75 for a node as even with the pod as without; more when the pod evens it out, less when it tilts it.</summary>
    public void Score(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<long> scores)
    {
        var asked = state.Read(_scored)!;
        Span<double> before = stackalloc double[asked.Resources.Length];
        Span<double> after = stackalloc double[asked.Resources.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var count = 0;
            for (var at = 0; at < asked.Resources.Length; at++)
            {
                if (asked.IsLeftOut[at]) continue;
                var allocatable = nodes.Allocatable(asked.Resources[at]);
                if (allocatable.IsEmpty || allocatable[rows[i]] is not (> 0 and var capacity)) continue;
                var taken = ScoredRequest.Taken(nodes, asked.Resources[at], assumeMissing: false);
                var used = taken.IsEmpty ? 0 : taken[rows[i]];
                before[count] = Math.Min(1, (double)used / capacity);
                after[count++] = Math.Min(1, (double)(used + asked.Requests[at]) / capacity);
            }

            var gain = ResourceScore.Balanced(after[..count]) - ResourceScore.Balanced(before[..count]);
            scores[i] = (NodeScores.Max / 2) + (((NodeScores.Max / 2) + gain) / 2);
        }
    }
}
