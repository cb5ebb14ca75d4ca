using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Preemption;

/// <summary>Finds nodes where a pod would fit without some others. Upstream: <c>findCandidates</c>, <c>DryRunPreemption</c>.</summary>
public static class CandidateSearch
{
    /// <summary>The candidates, those that violate no budget first; when there are none, why.</summary>
    /// <param name="victims">Looks at one node.</param>
    /// <param name="state">The cycle's.</param>
    /// <param name="nodes">All nodes.</param>
    /// <param name="diagnosis">Why the pod fits nowhere: only nodes that eviction may help are looked at.</param>
    /// <param name="enough">How many candidates, for so many nodes, are enough to choose from.</param>
    /// <param name="startAt">At which of so many nodes the search begins.</param>
    /// <param name="why">Of no candidates: the message, or the error of a plugin.</param>
    public static List<Candidate> Find(
        VictimSearch victims, CycleState state, NodeTable nodes, Diagnosis diagnosis, Func<int, int> enough, Func<int, int> startAt, out PluginStatus? why)
    {
        var (respectful, violating) = (new List<Candidate>(), new List<Candidate>());
        var unhelpful = new Diagnosis(nodes.Count) { OfAbsentNodes = PluginStatus.Unresolvable("", "Preemption is not helpful for scheduling") };
        PluginStatus? error = null;
        var rows = nodes.Order.ToArray().Where(row => diagnosis.CodeOf(row) == StatusCode.Unschedulable).ToArray();
        var wanted = enough(rows.Length);
        var start = rows.Length > 0 ? startAt(rows.Length) : 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[(start + i) % rows.Length];
            if (victims.Find(state, row, out var candidate) is { } misfit)
            {
                if (misfit.Code == StatusCode.Error) error ??= misfit;
                unhelpful.Set(row, misfit);
                continue;
            }

            (candidate!.Violations == 0 ? respectful : violating).Add(candidate);
            if (respectful.Count > 0 && respectful.Count + violating.Count >= wanted) break;
        }

        why = respectful.Count + violating.Count > 0 ? null : error ?? PluginStatus.Unschedulable("", unhelpful.ToString());
        return [.. respectful, .. violating];
    }
}
