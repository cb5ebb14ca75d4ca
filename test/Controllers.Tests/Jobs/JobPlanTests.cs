using Kybernet.Api.Batch.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Controllers.Jobs;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.Controllers.Tests.Jobs;

public sealed class JobPlanTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("", "", "")]
    [InlineData("0,2,3,5-9", "4", "0,2-9")]
    [InlineData("1", "0", "0,1")]
    [InlineData("1,x,3-5", "", "1,3-5")]
    [InlineData("8-20", "", "8,9")]
    public void IndexSet_Text_RoundTripsMerged(string text, string more, string expected)
    {
        var set = IndexSet.Parse(text, 10).Merge(IndexSet.Parse(more, 10));

        Assert.Equal(expected, set.ToString());
    }

    // pods: index and state, R running, S succeeded, F failed → indexes created
    [Theory]
    [InlineData(3, 5, "", "0,1,2", 0)]
    [InlineData(3, 5, "0R 1S", "2,3", 0)]
    [InlineData(3, 5, "0S 1S 2S 3S", "4", 0)]
    [InlineData(3, 5, "0R 1R 2R 3R", "", 1)]
    [InlineData(3, 5, "0R 0R", "", 1)]
    [InlineData(3, 2, "0S 1S", "", 0)]
    public void For_IndexedPods_CreatesTheFirstMissing(int parallelism, int completions, string pods, string created, int deleted)
    {
        var job = new Job { Spec = new() { Parallelism = parallelism, Completions = completions, CompletionMode = CompletionMode.Indexed, BackoffLimit = 6 } };

        var plan = JobPlan.For(new JobView(job, Pods(pods), new HashSet<string>(), default), s_now);

        Assert.Equal(created, string.Join(',', plan.Create));
        Assert.Equal(deleted, plan.Delete.Count);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 10)]
    [InlineData(2, 20)]
    [InlineData(7, 600)]
    [InlineData(50, 600)]
    public void BackOff_Failures_DoublesUpToTenMinutes(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new JobBackOff(failures, s_now).Remaining(s_now));

    [Theory]
    [InlineData("0-1", null, "0S 1S", true)]
    [InlineData("0-1", null, "0S 2S", false)]
    [InlineData("0-1", 1, "1S", true)]
    [InlineData(null, 2, "3S 4S", true)]
    [InlineData(null, 3, "3S 4S", false)]
    public void Verdict_SuccessPolicy_IsMet(string? indexes, int? count, string pods, bool isMet)
    {
        var policy = new SuccessPolicy { Rules = [new SuccessPolicyRule { SucceededIndexes = indexes, SucceededCount = count }] };
        var job = new Job { Spec = new() { Completions = 5, CompletionMode = CompletionMode.Indexed, BackoffLimit = 6, SuccessPolicy = policy } };

        var verdict = JobVerdict.Of(new JobView(job, Pods(pods), new HashSet<string>(), default), s_now);

        Assert.Equal(isMet ? "Matched rules at index 0" : null, verdict?.Message);
    }

    [Fact]
    public void Tracking_FinishedPods_AreListedThenCountedOnce()
    {
        var job = new Job { Spec = new() { Completions = 2, BackoffLimit = 6 } };
        var pods = Pods("0S 1F");

        var tracking = JobTracking.For(new JobView(job, pods, new HashSet<string>(), default), job.Status, verdict: null);
        var counted = JobTracking.Count(tracking.Status, new HashSet<string>());

        var uncounted = tracking.Status.UncountedTerminatedPods!;
        Assert.Equal((1, 1, 2), (uncounted.Succeeded.Count, uncounted.Failed.Count, tracking.Release.Count));
        Assert.Equal((0, 0), (tracking.Status.Succeeded, tracking.Status.Failed));
        Assert.Equal((1, 1), (counted.Succeeded, counted.Failed));
    }

    private static List<Pod> Pods(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((pod, i) => new Pod
    {
        Metadata = new()
        {
            Name = $"p{i}", Uid = $"u{i}", Finalizers = [JobPods.TrackingFinalizer],
            Annotations = MapOf.Of((JobPods.IndexAnnotation, pod[..1])),
            CreationTimestamp = Time.From(s_now),
        },
        Status = new() { Phase = pod[1] switch { 'S' => PodPhase.Succeeded, 'F' => PodPhase.Failed, _ => PodPhase.Running } },
    })];
}
