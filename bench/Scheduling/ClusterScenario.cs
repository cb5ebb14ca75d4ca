using Kybernet.Api.Core.V1;
using Kybernet.Scheduler;
using Kybernet.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Bench.Scheduling;

/// <summary>Pending pods scheduled and bound through the API server, in memory: from the scheduler's start to the last pod with a node.</summary>
internal static class ClusterScenario
{
    public static async Task<Measured> RunAsync(int nodeCount, int podCount)
    {
        var cancel = CancellationToken.None;
        await using var cluster = await TestCluster.StartAsync(new(), cancel);
        for (var i = 0; i < nodeCount; i++) _ = (await cluster.Client.CreateAsync(Workload.Node(i), cancel)).Value;
        for (var i = 0; i < podCount; i++) _ = (await cluster.Client.CreateAsync(Workload.Pod(i), cancel)).Value;
        var pods = cluster.Informers.Of<Pod>();
        await pods.WaitForSyncAsync(cancel);
        await cluster.Informers.Of<Node>().WaitForSyncAsync(cancel);
        var bound = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = pods.Subscribe(change =>
        {
            if (change is { Old.Spec.NodeName.Length: 0, New.Spec.NodeName.Length: > 0 } && ++bound == podCount) all.TrySetResult();
        });
        var events = new NoEvents();
        var client = cluster.ClientOf("system:kube-scheduler", "system:authenticated");
        await using var scheduler = new SchedulerService(
            client, cluster.Informers, _ => events, SchedulerOptions.Default, TimeProvider.System, 1, NullLoggerFactory.Instance);
        var watch = Measured.Begin(out var allocated);
        await scheduler.StartAsync(cancel);
        await all.Task;
        return Measured.End(nodeCount, podCount, watch, allocated);
    }
}
