using Kybernet.Api.Core.V1;
using Kybernet.Api.Policy.V1;
using Kybernet.Api.Scheduling.V1;
using Kybernet.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Scheduler.Tests.Service;

/// <summary>Preemption as the API shows it, by the whole scheduler.</summary>
public sealed class PreemptionTests
{
    private readonly CollectedEvents _events = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pod_OfHigherPriority_TakesThePlaceOfALower()
    {
        await using var cluster = await StartAsync();
        await using var scheduler = await StartSchedulerAsync(cluster);
        await CreateBoundAsync(cluster, Pod("low", "low", "1"), Pod("mid", "mid", "1"));
        var preemptor = (await cluster.Client.CreateAsync(Pod("high", "high", "1"), Cancel)).Value;

        var victim = await cluster.EventuallyAsync<Pod>("default/low", pod => pod.Metadata.DeletionTimestamp is not null, Cancel);
        var nominated = await cluster.EventuallyAsync<Pod>("default/high", pod => pod.Status.NominatedNodeName == "n", Cancel);
        var condition = victim.Status.Conditions.Single(condition => condition.Type == "DisruptionTarget");
        Assert.Equal(
            ("True", "PreemptionByScheduler", "default-scheduler: preempting to accommodate a higher priority pod"),
            (condition.Status, condition.Reason, condition.Message));
        Assert.Equal("0/1 nodes are available: 1 Insufficient cpu.", Scheduled(nominated).Message);

        await EndAsync(cluster, "low");

        await cluster.EventuallyAsync<Pod>("default/high", pod => pod.Spec.NodeName == "n", Cancel);
        Assert.Contains(("low", "Preempted", $"Preempted by pod {preemptor.Metadata.Uid} on node n"), _events.All);
        Assert.Null((await cluster.Client.GetAsync<Pod>(new("default", "mid"), Cancel)).Value.Metadata.DeletionTimestamp);
    }

    [Theory]
    [InlineData("low", "1", "0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: " +
        "1 No preemption victims found for incoming pod.")]
    [InlineData("never", "1", "0/1 nodes are available: 1 Insufficient cpu. preemption: not eligible due to preemptionPolicy=Never.")]
    [InlineData("high", "9", "0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: " +
        "1 Preemption is not helpful for scheduling.")]
    public async Task Pod_ThatNobodyCanMakeRoomFor_SaysWhy(string priority, string cpu, string expected)
    {
        await using var cluster = await StartAsync();
        await using var scheduler = await StartSchedulerAsync(cluster);
        await CreateBoundAsync(cluster, Pod("first", "low", "2"));
        _ = (await cluster.Client.CreateAsync(Pod("pod", priority, cpu), Cancel)).Value;

        var failed = await cluster.EventuallyAsync<Pod>("default/pod", pod => !pod.Status.Conditions.IsEmpty, Cancel);

        Assert.Equal(expected, Scheduled(failed).Message);
        Assert.Contains(("pod", "FailedScheduling", expected), _events.All);
    }

    [Fact]
    public async Task Victims_OneUnderABudget_SparesIt()
    {
        await using var cluster = await StartAsync();
        _ = (await cluster.Client.CreateAsync(Given.Read<PodDisruptionBudget>(
            "{metadata: {name: b, namespace: default}, spec: {minAvailable: 1, selector: {matchLabels: {app: guarded}}}}"), Cancel)).Value;
        await using var scheduler = await StartSchedulerAsync(cluster);
        var guarded = Pod("guarded", "low", "1");
        guarded = guarded with { Metadata = guarded.Metadata with { Labels = guarded.Metadata.Labels.SetItem("app", "guarded") } };
        await CreateBoundAsync(cluster, guarded, Pod("other", "mid", "1"));
        _ = (await cluster.Client.CreateAsync(Pod("high", "high", "1"), Cancel)).Value;

        await cluster.EventuallyAsync<Pod>("default/other", pod => pod.Metadata.DeletionTimestamp is not null, Cancel);
        Assert.Null((await cluster.Client.GetAsync<Pod>(new("default", "guarded"), Cancel)).Value.Metadata.DeletionTimestamp);
    }

    [Fact]
    public async Task Nomination_OfALowerPod_IsClearedWhenAHigherTakesTheNode()
    {
        await using var cluster = await StartAsync();
        await using var scheduler = await StartSchedulerAsync(cluster);
        await CreateBoundAsync(cluster, Pod("a", "low", "1"), Pod("b", "low", "1"));
        _ = (await cluster.Client.CreateAsync(Pod("mid", "mid", "2"), Cancel)).Value;
        await cluster.EventuallyAsync<Pod>("default/mid", pod => pod.Status.NominatedNodeName == "n", Cancel);
        await cluster.EventuallyAsync<Pod>("default/b", pod => pod.Metadata.DeletionTimestamp is not null, Cancel);
        await EndAsync(cluster, "a");
        _ = (await cluster.Client.CreateAsync(Pod("c", "high", "1"), Cancel)).Value;

        await cluster.EventuallyAsync<Pod>("default/c", pod => pod.Spec.NodeName == "n", Cancel);
        _ = (await cluster.Client.CreateAsync(Pod("top", "top", "2"), Cancel)).Value;
        await cluster.EventuallyAsync<Pod>("default/top", pod => pod.Status.NominatedNodeName == "n", Cancel);

        await cluster.EventuallyAsync<Pod>("default/mid", pod => pod.Status.NominatedNodeName.Length == 0, Cancel);
        await EndAsync(cluster, "b");
        await EndAsync(cluster, "c");
        await cluster.EventuallyAsync<Pod>("default/top", pod => pod.Spec.NodeName == "n", Cancel);
    }

    private static PodCondition Scheduled(Pod pod) => pod.Status.Conditions.Single(condition => condition.Type == "PodScheduled");

    /// <summary>A node of two CPUs and some priorities.</summary>
    private static async Task<TestCluster> StartAsync()
    {
        var cluster = await TestCluster.StartAsync(new(), Cancel);
        foreach (var (name, value) in new[] { ("low", 1), ("never", 50), ("mid", 10), ("high", 100), ("top", 1000) })
        {
            var priority = new PriorityClass { Metadata = new() { Name = name }, Value = value, PreemptionPolicy = name == "never" ? "Never" : null };
            _ = (await cluster.Client.CreateAsync(priority, Cancel)).Value;
            await cluster.EventuallyAsync<PriorityClass>(name, _ => true, Cancel);
        }

        var node = Given.Node("n", "{cpu: 2}");
        var created = (await cluster.Client.CreateAsync(node with { Metadata = new() { Name = "n" } }, Cancel)).Value;
        _ = (await cluster.Client.UpdateStatusAsync(created with { Status = node.Status }, Cancel)).Value;
        return cluster;
    }

    private async Task<SchedulerService> StartSchedulerAsync(TestCluster cluster)
    {
        var scheduler = new SchedulerService(
            cluster.ClientOf("system:kube-scheduler", "system:authenticated"), cluster.Informers, _ => _events, SchedulerOptions.Default,
            cluster.Clock, 1, NullLoggerFactory.Instance);
        await scheduler.StartAsync(Cancel);
        return scheduler;
    }

    private static Pod Pod(string name, string priority, string cpu)
    {
        var pod = Given.Pod(name, $"{{containers: [{{name: a, image: i, resources: {{requests: {{cpu: {cpu}}}}}}}]}}");
        return pod with
        {
            Metadata = new() { Namespace = "default", Name = name },
            Spec = pod.Spec with { SchedulerName = "default-scheduler", PriorityClassName = priority },
        };
    }

    private static async Task CreateBoundAsync(TestCluster cluster, params Pod[] pods)
    {
        foreach (var pod in pods)
        {
            _ = (await cluster.Client.CreateAsync(pod, Cancel)).Value;
            var bound = cluster.EventuallyAsync<Pod>($"default/{pod.Metadata.Name}", there => there.Spec.NodeName == "n", Cancel);
            // Whose event comes first, the node's or the pod's, is open; a pod that was first waits for its next try.
            while (await Task.WhenAny(bound, Task.Delay(20, Cancel)) != bound) cluster.Clock.Advance(TimeSpan.FromSeconds(1));
            await bound;
        }
    }

    /// <summary>What a kubelet does when the containers of a deleted pod have ended.</summary>
    private static async Task EndAsync(TestCluster cluster, string name) =>
        _ = (await cluster.Client.DeleteAsync<Pod>(new("default", name), new() { GracePeriodSeconds = 0 }, Cancel)).Value;
}
