using Kybernet.Machinery.Values;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Preemption;

/// <summary>Which pods are spared first: those of higher priority, of equals those that started earlier. Upstream: <c>util.MoreImportantPod</c>.</summary>
/// <param name="now">When pods that have not started are taken to start.</param>
public sealed class PodImportance(Time now) : IComparer<PodInfo>
{
    /// <summary>Below zero when <paramref name="left"/> is the more important.</summary>
    public int Compare(PodInfo? left, PodInfo? right) => right!.Priority.CompareTo(left!.Priority) is not 0 and var order
        ? order
        : StartOf(left).CompareTo(StartOf(right));

    public Time StartOf(PodInfo pod) => pod.Pod.Status.StartTime ?? now;

    /// <summary>The earliest start of the pods of the highest priority. Upstream: <c>util.GetEarliestPodStartTime</c>.</summary>
    /// <param name="pods">At least one, the most important first.</param>
    public Time EarliestStartOfHighest(IReadOnlyList<PodInfo> pods) =>
        pods.TakeWhile(pod => pod.Priority == pods[0].Priority).Select(StartOf).Min();
}
