using Kybernet.Scheduler.Configuration;
using Kybernet.Scheduler.Cycle;
using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Plugins;
using Kybernet.Scheduler.Queue;
using Kybernet.Scheduler.Snapshot;
using Kybernet.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Bench.Scheduling;

/// <summary>The scheduling loop without an API server: queue, filters, scores, assume.</summary>
internal static class LoopScenario
{
    public static async Task<Measured> RunAsync(int nodeCount, int podCount)
    {
        await using var cluster = await TestCluster.StartAsync(new(), CancellationToken.None);
        var resources = new ResourceNames();
        var nodes = new NodeTable(resources);
        var nominator = new Nominator();
        for (var i = 0; i < nodeCount; i++) nodes.SetNode(Workload.Node(i));
        var (time, random) = (TimeProvider.System, new Random(1));
        var waiting = new WaitingPods(time);
        var context = new PluginContext(
            cluster.Client, cluster.Informers, resources, nodes, nominator, waiting,
            new(cluster.Client, waiting, time, NullLogger.Instance, (_, _) => { }, CancellationToken.None),
            new(cluster.Client, time, NullLogger.Instance, CancellationToken.None), new(), time, random);
        var profile = new ProfileBuilder(PluginRegistry.InTree, context).Build(new(), new NoEvents());
        var cache = new PodCache(nodes);
        var hints = new HintMap();
        hints.Add(profile.SchedulerName, profile.Plugins);
        var queue = new SchedulingQueue(
            SchedulingQueueOptions.Default, profile.QueueSort.Compare, hints, profile.RunPreEnqueue, (_, _) => { }, TimeProvider.System);
        var scheduling = new Kybernet.Scheduler.Cycle.Scheduling(nodes, new NodeSearch(nodes, nominator, 0), random);
        var pods = Enumerable.Range(0, podCount).Select(Workload.Pod)
            .Select(pod => pod with { Metadata = pod.Metadata with { Uid = pod.Metadata.Name } }).ToArray();
        var watch = Measured.Begin(out var allocated);
        foreach (var pod in pods) queue.Add(PodInfo.Of(pod, resources));
        while (queue.Pop() is { } pod)
        {
            var result = scheduling.Schedule(profile, new CycleState(), pod.Info);
            if (result.Failure is { } failure) throw new InvalidOperationException(failure.Message);
            cache.Assume(pod.Info, nodes.NameOf(result.Row));
            queue.Remove(pod.Info.Uid);
        }

        return Measured.End(nodeCount, podCount, watch, allocated);
    }
}
