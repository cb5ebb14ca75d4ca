using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Queue;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Cycle;

/// <summary>Finds nodes that a pod fits on: as many as are worth scoring, going on where the search for the pod before ended.</summary>
/// <remarks>
/// Upstream: <c>schedule_one.go</c>, <c>findNodesThatFitPod</c>. One node after the other there is a batch of nodes here; the result is the same.
/// </remarks>
public sealed class NodeSearch(NodeTable nodes, Nominator nominator, int percentageOfNodesToScore)
{
    private const int FewestToFind = 100;
    private const int LeastPercentage = 5;
    private const int BatchSize = 128;

    private readonly PluginStatus?[] _verdicts = new PluginStatus?[BatchSize];
    private readonly int[] _batch = new int[BatchSize];
    private readonly int[] _one = new int[1];
    private int[] _found = [];
    private int _start;

    /// <summary>The rows the pod fits on; valid until the next search.</summary>
    /// <param name="profile">Whose plugins.</param>
    /// <param name="state">The cycle's.</param>
    /// <param name="pod">The pod to place.</param>
    /// <param name="diagnosis">Takes why nodes do not fit.</param>
    /// <param name="error">The error of a plugin, which ends the search.</param>
    public ReadOnlySpan<int> Find(Profile profile, CycleState state, PodInfo pod, Diagnosis diagnosis, out PluginStatus? error)
    {
        error = profile.RunPreFilter(state, pod, nodes, out var names, out var restricting);
        if (error is not null)
        {
            if (!error.IsRejected) return [];
            diagnosis.OfAbsentNodes = error;
            diagnosis.PreFilterMessage = error.Message;
            diagnosis.Blame(error);
            foreach (var plugin in restricting) diagnosis.UnschedulablePlugins.Add(plugin);
            error = null;
            return [];
        }

        foreach (var plugin in restricting) diagnosis.UnschedulablePlugins.Add(plugin);
        if (nodes.RowOf(pod.Pod.Status.NominatedNodeName) is >= 0 and var nominated && pod.Pod.Status.NominatedNodeName.Length > 0)
        {
            _one[0] = nominated;
            var there = Scan(profile, state, pod, _one, 1, diagnosis, ref error);
            if (error is not null || there.Length > 0) return there;
        }

        var candidates = nodes.Order;
        if (names is not null)
        {
            candidates = names.Select(nodes.RowOf).Where(row => row >= 0).Order().ToArray();
            restricting.Sort(StringComparer.Ordinal);
            diagnosis.OfAbsentNodes = PluginStatus.Unresolvable("", $"node(s) didn't satisfy plugin(s) [{string.Join(' ', restricting)}]");
        }

        var wanted = profile.HasScores ? CountToFind(profile.PercentageOfNodesToScore ?? percentageOfNodesToScore, candidates.Length) : 1;
        var found = Scan(profile, state, pod, candidates, wanted, diagnosis, ref error);
        _start = (_start + found.Length + diagnosis.ByRow.Count) % Math.Max(1, nodes.Count);
        return found;
    }

    /// <summary>How many fitting nodes are enough. Upstream: <c>numFeasibleNodesToFind</c>.</summary>
    /// <param name="percentage">0 to choose: 50 % for a small cluster, one less for each 125 nodes, at least 5.</param>
    /// <param name="count">Of all nodes.</param>
    public static int CountToFind(int percentage, int count)
    {
        if (count < FewestToFind) return count;
        if (percentage == 0) percentage = Math.Max(50 - (count / 125), LeastPercentage);
        return Math.Max(FewestToFind, (int)((long)count * percentage / 100));
    }

    private ReadOnlySpan<int> Scan(
        Profile profile, CycleState state, PodInfo pod, scoped ReadOnlySpan<int> candidates, int wanted, Diagnosis diagnosis, scoped ref PluginStatus? error)
    {
        if (_found.Length < candidates.Length) _found = new int[nodes.RowLimit];
        var found = 0;
        for (var done = 0; done < candidates.Length && found < wanted;)
        {
            // No more than are missing: what fits beyond them would be looked at for nothing.
            var size = Math.Min(Math.Min(BatchSize, candidates.Length - done), wanted - found);
            for (var i = 0; i < size; i++) _batch[i] = candidates[(_start + done + i) % candidates.Length];
            var batch = _batch.AsSpan(0, size);
            var verdicts = _verdicts.AsSpan(0, size);
            verdicts.Clear();
            profile.RunFilters(state, pod, nodes, batch, verdicts);
            for (var i = 0; i < size; i++)
            {
                var verdict = verdicts[i] ??
                    (nominator.IsEmpty ? null : NominatedTrial.FilterWithNominated(profile, state, pod, nodes, nominator, batch[i]));
                if (verdict is null)
                {
                    _found[found++] = batch[i];
                    continue;
                }

                if (!verdict.IsRejected)
                {
                    error = verdict;
                    return [];
                }

                diagnosis.Set(batch[i], verdict);
            }

            done += size;
        }

        return _found.AsSpan(0, found);
    }
}
