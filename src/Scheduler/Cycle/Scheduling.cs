using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Cycle;

/// <summary>Chooses a node for a pod: filter, score, and when nothing fits, make room. Upstream: <c>schedule_one.go</c>, <c>schedulingAlgorithm</c>.</summary>
public sealed class Scheduling(NodeTable nodes, NodeSearch search, Random random)
{
    private long[] _totals = [];

    public ScheduleResult Schedule(Profile profile, CycleState state, PodInfo pod)
    {
        if (nodes.Count == 0) return ScheduleResult.Failed(PluginStatus.Unresolvable("", "no nodes available to schedule pods"));
        var diagnosis = new Diagnosis(nodes.Count);
        ReadOnlySpan<int> found;
        PluginStatus? error;
        using (SchedulerTrace.Step("Filter")) found = search.Find(profile, state, pod, diagnosis, out error);
        if (error is not null) return ScheduleResult.Failed(error);
        if (found.Length == 0) return MakeRoom(profile, state, pod, diagnosis);
        if (found.Length == 1 || !profile.HasScores) return ScheduleResult.Found(found[0]);
        if (_totals.Length < found.Length) _totals = new long[nodes.RowLimit];
        var totals = _totals.AsSpan(0, found.Length);
        using (SchedulerTrace.Step("Score")) error = profile.RunScores(state, pod, nodes, found, totals);
        return error is not null ? ScheduleResult.Failed(error) : ScheduleResult.Found(found[Best(totals)]);
    }

    /// <summary>Any of the best, each as likely: pods alike do not all go to the same node.</summary>
    private int Best(ReadOnlySpan<long> totals)
    {
        var best = 0;
        var equals = 1;
        for (var i = 1; i < totals.Length; i++)
        {
            if (totals[i] < totals[best]) continue;
            if (totals[i] > totals[best])
            {
                (best, equals) = (i, 1);
                continue;
            }

            if (random.Next(++equals) == 0) best = i;
        }

        return best;
    }

    private ScheduleResult MakeRoom(Profile profile, CycleState state, PodInfo pod, Diagnosis diagnosis)
    {
        if (!profile.HasPostFilters) return ScheduleResult.Failed(Unfit(diagnosis), diagnosis);
        var room = profile.RunPostFilters(state, pod, nodes, diagnosis);
        diagnosis.PostFilterMessage = room.Status?.Message ?? "";
        return ScheduleResult.Failed(Unfit(diagnosis), diagnosis, room.NominatedNode);
    }

    private static PluginStatus Unfit(Diagnosis diagnosis) => PluginStatus.Unschedulable("", diagnosis.ToString());
}
