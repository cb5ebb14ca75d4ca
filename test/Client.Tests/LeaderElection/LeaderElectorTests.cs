using Kybernet.Api.Coordination.V1;
using Kybernet.Client.LeaderElection;
using Kybernet.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Client.Tests.LeaderElection;

public sealed class LeaderElectorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_OfTwo_OneLeadsAndTheOtherFollowsAfterTheLease()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        using var stopFirst = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        using var stopSecond = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var (first, second) = (new Candidate(cluster, "first"), new Candidate(cluster, "second"));
        var firstRuns = first.RunAsync(stopFirst.Token);
        await first.Leads.Task.WaitAsync(Cancel);
        var secondRuns = second.RunAsync(stopSecond.Token);

        for (var i = 0; i < 12; i++) await RenewalAsync(cluster);
        Assert.False(second.Leads.Task.IsCompleted);
        await stopFirst.CancelAsync();
        await firstRuns;
        while (!second.Leads.Task.IsCompleted) await AdvanceAsync(cluster, TimeSpan.FromSeconds(1));

        var lease = (await cluster.Client.GetAsync<Lease>(new("kube-system", "odd"), Cancel)).Value;
        Assert.Equal(("second", 1, 15), (lease.Spec.HolderIdentity, lease.Spec.LeaseTransitions, lease.Spec.LeaseDurationSeconds));
        await stopSecond.CancelAsync();
        await secondRuns;
    }

    [Fact]
    public async Task Run_LeaseTakenAway_EndsTheWork()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        var candidate = new Candidate(cluster, "first");
        var runs = candidate.RunAsync(Cancel);
        await candidate.Leads.Task.WaitAsync(Cancel);

        var lease = (await cluster.Client.GetAsync<Lease>(new("kube-system", "odd"), Cancel)).Value;
        await cluster.Client.UpdateAsync(lease with { Spec = lease.Spec with { HolderIdentity = "thief", LeaseDurationSeconds = 3600 } }, Cancel);
        while (!runs.IsCompleted) await AdvanceAsync(cluster, TimeSpan.FromSeconds(1));

        await runs;
        Assert.True(candidate.WasCancelled);
    }

    [Fact]
    public async Task Run_ReleasesOnStop_TheNextNeedNotWait()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var first = new Candidate(cluster, "first", releases: true);
        var runs = first.RunAsync(stop.Token);
        await first.Leads.Task.WaitAsync(Cancel);
        await stop.CancelAsync();
        await runs;

        using var stopSecond = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var second = new Candidate(cluster, "second");
        var secondRuns = second.RunAsync(stopSecond.Token);
        await second.Leads.Task.WaitAsync(Cancel);
        await stopSecond.CancelAsync();
        await secondRuns;
    }

    [Theory]
    [InlineData(10, 10, 2, "leaseDuration must be greater than renewDeadline")]
    [InlineData(15, 2, 2, "renewDeadline must be greater than retryPeriod*JitterFactor")]
    [InlineData(15, 10, 0, "retryPeriod must be greater than zero")]
    [InlineData(15, 10, 2, null)]
    public void Validate_Times_AreUpstreams(int lease, int renew, int retry, string? expected)
    {
        var options = new LeaderElectionOptions
        {
            Name = "odd",
            Identity = "me",
            LeaseDuration = TimeSpan.FromSeconds(lease),
            RenewDeadline = TimeSpan.FromSeconds(renew),
            RetryPeriod = TimeSpan.FromSeconds(retry),
        };

        Assert.Equal(expected, options.Validate());
    }

    /// <summary>Lets time pass until the leader has renewed the lease.</summary>
    private static async Task RenewalAsync(TestCluster cluster)
    {
        var before = (await cluster.Client.GetAsync<Lease>(new("kube-system", "odd"), Cancel)).Value.Spec.RenewTime;
        do await AdvanceAsync(cluster, TimeSpan.FromMilliseconds(100));
        while ((await cluster.Client.GetAsync<Lease>(new("kube-system", "odd"), Cancel)).Value.Spec.RenewTime == before);
    }

    /// <summary>Lets time pass, and those who wait for it have their turn.</summary>
    private static async Task AdvanceAsync(TestCluster cluster, TimeSpan span)
    {
        cluster.Clock.Advance(span);
        await Task.Delay(1, Cancel);
    }

    private sealed class Candidate(TestCluster cluster, string identity, bool releases = false)
    {
        private readonly LeaderElector _elector = new(
            cluster.Client, new() { Name = "odd", Identity = identity, ReleasesOnStop = releases }, null, cluster.Clock, 1, NullLogger.Instance);

        public TaskCompletionSource Leads { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool WasCancelled { get; private set; }

        public async Task RunAsync(CancellationToken cancel)
        {
            try
            {
                await _elector.RunAsync(WorkAsync, cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
            }
        }

        private async Task WorkAsync(CancellationToken cancel)
        {
            Leads.TrySetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cluster.Clock, cancel);
            }
            catch (OperationCanceledException)
            {
                WasCancelled = true;
            }
        }
    }
}
