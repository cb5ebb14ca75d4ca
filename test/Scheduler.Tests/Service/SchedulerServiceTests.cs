using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Machinery.Collections;
using Kybernet.Scheduler.Configuration;
using Kybernet.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Scheduler.Tests.Service;

/// <summary>The whole scheduler as its own user against an API server.</summary>
public sealed class SchedulerServiceTests
{
    private readonly CollectedEvents _events = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pods_ThatFit_AreBoundWhereThereIsRoom()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await using var scheduler = await StartAsync(cluster);
        await CreateAsync(cluster, Given.Node("small", "{cpu: 1}"), Given.Node("large", "{cpu: 4}"));

        await CreateAsync(cluster, Pod("a", "{cpu: 2}"), Pod("b", "{cpu: 2}"));

        foreach (var name in new[] { "a", "b" })
        {
            var bound = await cluster.EventuallyAsync<Pod>($"default/{name}", pod => pod.Spec.NodeName.Length > 0, Cancel);
            Assert.Equal("large", bound.Spec.NodeName);
            Assert.Equal("True", bound.Status.Conditions.Single(condition => condition.Type == "PodScheduled").Status);
        }

        Assert.Contains(("a", "Scheduled", "Successfully assigned default/a to large"), _events.All);
    }

    [Fact]
    public async Task Pod_ThatFitsNowhere_SaysWhyAndIsBoundOnceThereIsRoom()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await using var scheduler = await StartAsync(cluster);
        await CreateAsync(cluster, Given.Node("a", "{cpu: 1}"), Given.Node("b", "{cpu: 8}", spec: "unschedulable: true"));
        await CreateAsync(cluster, Pod("pod", "{cpu: 2}"));

        var failed = await cluster.EventuallyAsync<Pod>("default/pod", pod => Condition(pod) is { Status: "False" }, Cancel);
        const string Message = "0/2 nodes are available: 1 Insufficient cpu, 1 node(s) were unschedulable. " +
            "preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.";
        Assert.Equal(("Unschedulable", Message), (Condition(failed)!.Reason, Condition(failed)!.Message));
        Assert.Contains(("pod", "FailedScheduling", Message), _events.All);

        await CreateAsync(cluster, Given.Node("c", "{cpu: 4}"));

        Assert.Equal("c", (await cluster.EventuallyAsync<Pod>("default/pod", pod => pod.Spec.NodeName.Length > 0, Cancel)).Spec.NodeName);
    }

    [Fact]
    public async Task Pod_WithoutNodes_IsTriedAgainAfterItsBackoff()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await using var scheduler = await StartAsync(cluster);
        await CreateAsync(cluster, Pod("pod", "{}"));
        await cluster.EventuallyAsync<Pod>("default/pod", pod => Condition(pod)?.Message == "no nodes available to schedule pods", Cancel);

        await CreateAsync(cluster, Given.Node("a", "{cpu: 1}"));
        var bound = cluster.EventuallyAsync<Pod>("default/pod", pod => pod.Spec.NodeName == "a", Cancel);
        while (!bound.IsCompleted)
        {
            cluster.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await bound;
    }

    [Fact]
    public async Task Pod_Deleted_FreesItsRoomForAnother()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await using var scheduler = await StartAsync(cluster);
        await CreateAsync(cluster, Given.Node("a", "{cpu: 2}"));
        await CreateAsync(cluster, Pod("first", "{cpu: 2}"));
        await cluster.EventuallyAsync<Pod>("default/first", pod => pod.Spec.NodeName == "a", Cancel);
        await CreateAsync(cluster, Pod("second", "{cpu: 2}"));
        await cluster.EventuallyAsync<Pod>("default/second", pod => Condition(pod) is { Status: "False" }, Cancel);

        await cluster.Client.DeleteAsync<Pod>(new("default", "first"), new() { GracePeriodSeconds = 0 }, Cancel);

        await cluster.EventuallyAsync<Pod>("default/second", pod => pod.Spec.NodeName == "a", Cancel);
    }

    [Fact]
    public async Task Pod_WithGates_IsBoundOnceTheyAreGone()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await using var scheduler = await StartAsync(cluster);
        await CreateAsync(cluster, Given.Node("a", "{cpu: 2}"));
        var gated = Pod("gated", "{}");
        await CreateAsync(cluster, gated with { Spec = gated.Spec with { SchedulingGates = [new() { Name = "wait" }] } }, Pod("free", "{}"));
        await cluster.EventuallyAsync<Pod>("default/free", pod => pod.Spec.NodeName == "a", Cancel);
        Assert.Empty((await cluster.Client.GetAsync<Pod>(new("default", "gated"), Cancel)).Value.Spec.NodeName);

        var removal = ObjectPatch.JsonPatch("""[{"op": "remove", "path": "/spec/schedulingGates"}]""");
        _ = (await cluster.Client.PatchAsync<Pod>(new("default", "gated"), removal, "", Cancel)).Value;

        await cluster.EventuallyAsync<Pod>("default/gated", pod => pod.Spec.NodeName == "a", Cancel);
    }

    [Fact]
    public async Task Profiles_ByName_ScheduleTheirOwnPodsOnly()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await using var scheduler = await StartAsync(cluster, new() { Profiles = [new() { SchedulerName = "one" }, new() { SchedulerName = "two" }] });
        await CreateAsync(cluster, Given.Node("a", "{cpu: 2}"));
        await CreateAsync(cluster, Pod("other", "{}", "other"), Pod("one", "{}", "one"), Pod("two", "{}", "two"));

        foreach (var name in new[] { "one", "two" }) await cluster.EventuallyAsync<Pod>($"default/{name}", pod => pod.Spec.NodeName == "a", Cancel);

        Assert.Empty((await cluster.Client.GetAsync<Pod>(new("default", "other"), Cancel)).Value.Spec.NodeName);
    }

    [Theory]
    [InlineData("InterPodAffinityX", "profile \"default-scheduler\": plugin \"InterPodAffinityX\" does not exist")]
    [InlineData("VolumeBinding", "profile \"default-scheduler\": plugin \"VolumeBinding\" is not available yet")]
    public async Task Configuration_WithAnUnknownPlugin_IsRefused(string plugin, string expected)
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        var profile = new ProfileConfiguration { Plugins = new Dictionary<string, PluginSet> { ["filter"] = new() { Enabled = [new(plugin, 0)] } }.ToMapOf() };

        var error = await Assert.ThrowsAsync<FormatException>(() => StartAsync(cluster, new() { Profiles = [profile] }));

        Assert.Equal(expected, error.Message);
    }

    private async Task<SchedulerService> StartAsync(TestCluster cluster, SchedulerConfiguration? configuration = null)
    {
        var client = cluster.ClientOf("system:kube-scheduler", "system:authenticated");
        var scheduler = new SchedulerService(
            client, cluster.Informers, _ => _events, new() { Configuration = configuration ?? SchedulerConfiguration.Default }, cluster.Clock, 1,
            NullLoggerFactory.Instance);
        await scheduler.StartAsync(Cancel);
        return scheduler;
    }

    private static PodCondition? Condition(Pod pod) => pod.Status.Conditions.FirstOrDefault(condition => condition.Type == "PodScheduled");

    private static Pod Pod(string name, string requests, string scheduler = "default-scheduler")
    {
        var pod = Given.Pod(name, $"{{containers: [{{name: a, image: i, resources: {{requests: {requests}}}}}]}}");
        return pod with { Metadata = new() { Namespace = "default", Name = name }, Spec = pod.Spec with { SchedulerName = scheduler } };
    }

    /// <summary>Also waits until the scheduler was told: it would back off from a cluster without nodes, on a clock that stands still.</summary>
    private static async Task CreateAsync(TestCluster cluster, params Node[] nodes)
    {
        foreach (var node in nodes)
        {
            var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var subscription = cluster.Informers.Of<Node>().Subscribe(change =>
            {
                if (change.New?.Metadata.Name == node.Metadata.Name && !change.New.Status.Allocatable.IsEmpty) told.TrySetResult();
            });
            var created = (await cluster.Client.CreateAsync(node with { Metadata = new() { Name = node.Metadata.Name } }, Cancel)).Value;
            _ = (await cluster.Client.UpdateStatusAsync(created with { Status = node.Status }, Cancel)).Value;
            await told.Task.WaitAsync(Cancel);
        }
    }

    private static async Task CreateAsync(TestCluster cluster, params Pod[] pods)
    {
        foreach (var pod in pods) _ = (await cluster.Client.CreateAsync(pod, Cancel)).Value;
    }
}
