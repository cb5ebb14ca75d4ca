using Kybernet.Api.Core.V1;

namespace Kybernet.Controllers.Jobs;

/// <summary>How often a Job's pods failed since one succeeded. Upstream: <c>backoff_utils.go</c>.</summary>
/// <param name="Failures">After the last success.</param>
/// <param name="LastFailure">When; meaningless without failures.</param>
public readonly record struct JobBackOff(int Failures, DateTimeOffset LastFailure)
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(10);

    /// <summary>With pods that have finished since: of the failed ones only those after the last success count.</summary>
    public JobBackOff With(IReadOnlyList<Pod> succeeded, IReadOnlyList<Pod> failed)
    {
        if (succeeded.Count == 0)
            return failed.Count == 0 ? this : new(Failures + failed.Count, failed.Max(pod => pod.FinishedAt));
        var success = succeeded.Max(pod => pod.FinishedAt);
        var after = failed.Where(pod => pod.FinishedAt > success).ToList();
        return after.Count == 0 ? default : new(after.Count, after.Max(pod => pod.FinishedAt));
    }

    /// <summary>How long no pod may be created: 10 s after the first failure, doubled each time, up to 10 min.</summary>
    public TimeSpan Remaining(DateTimeOffset now)
    {
        if (Failures == 0) return TimeSpan.Zero;
        var wait = s_first * Math.Pow(2, Math.Min(Failures - 1, 20));
        var left = (wait < s_longest ? wait : s_longest) - (now - LastFailure);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
