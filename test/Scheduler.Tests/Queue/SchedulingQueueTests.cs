using Kybernet.Api.Core.V1;
using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Plugins.NodeName;
using Kybernet.Scheduler.Plugins.PrioritySort;
using Kybernet.Scheduler.Plugins.SchedulingGates;
using Kybernet.Scheduler.Queue;
using Kybernet.Scheduler.Snapshot;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.Scheduler.Tests.Queue;

public sealed class SchedulingQueueTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly ResourceNames _resources = new();
    private readonly SchedulingQueue _queue;

    public SchedulingQueueTests()
    {
        var gates = new SchedulingGatesPlugin();
        var hints = new HintMap();
        hints.Add("default-scheduler", [gates, new NodeNamePlugin()]);
        _queue = new(SchedulingQueueOptions.Default, new PrioritySortPlugin().Compare, hints, gates.PreEnqueue, (_, _) => { }, _time);
    }

    [Fact]
    public void Pop_Priorities_GivesTheHighestThenTheOldest()
    {
        Add("low", priority: 1);
        Add("high", priority: 9);
        Add("low-later", priority: 1);
        _time.Advance(TimeSpan.FromSeconds(1));
        Add("high-later", priority: 9);

        Assert.Equal(["high", "high-later", "low", "low-later"], Pop(4));
        Assert.Null(_queue.Pop());
    }

    [Fact]
    public void Add_WithGates_WaitsForThemToGo()
    {
        var gated = Pod("gated", gates: "[{name: g}]");
        _queue.Add(Info(gated));
        Assert.Null(_queue.Pop());
        Assert.Equal((0, 1), (_queue.ActiveCount, _queue.GatedCount));

        _queue.Update(gated, Info(Pod("gated")));

        Assert.Equal(["gated"], Pop(1));
        Assert.Equal(0, _queue.GatedCount);
    }

    [Fact]
    public void AddUnschedulable_RejectedPod_WaitsForAnEventItsPluginListensTo()
    {
        var pod = Rejected("a", "NodeName");

        _queue.Move(new(EventResource.Node, EventActions.UpdateNodeLabel), Given.Node("n"), Given.Node("n"));
        Assert.Equal(QueuePlace.Unschedulable, pod.Place);
        _queue.Move(new(EventResource.Node, EventActions.Add), null, Given.Node("n"));

        Assert.Equal(QueuePlace.Backoff, pod.Place);
    }

    [Fact]
    public void Pop_NobodyActive_TakesAPodBeforeItsBackoffEnds()
    {
        var pod = Rejected("a", "NodeName");
        _queue.Move(new(EventResource.Node, EventActions.Add), null, Given.Node("n"));

        Assert.Same(pod, _queue.Pop());
        Assert.Equal(2, pod.Attempts);
    }

    [Fact]
    public void Pop_AfterAnError_WaitsOutTheBackoff()
    {
        _queue.Add(Info(Pod("a")));
        var pod = _queue.Pop()!;
        pod.Reject(null);
        _queue.AddUnschedulable(pod);

        Assert.Null(_queue.Pop());
        Assert.Equal(_time.GetUtcNow().AddSeconds(2), _queue.NextWake());
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Same(pod, _queue.Pop());
    }

    [Fact]
    public void Pop_FiveMinutesWithoutAnEvent_TriesAgain()
    {
        var pod = Rejected("a", "NodeName");
        Assert.Equal(_time.GetUtcNow().AddMinutes(5), _queue.NextWake());

        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Same(pod, _queue.Pop());
        Assert.True(pod.WasFlushed);
    }

    [Fact]
    public void Remove_WhereverItIs_IsGone()
    {
        Rejected("rejected", "NodeName");
        _queue.Add(Info(Pod("active")));
        _queue.Add(Info(Pod("gated", gates: "[{name: g}]")));

        foreach (var uid in new[] { "rejected", "active", "gated" }) _queue.Remove(uid);

        Assert.Equal((0, 0, 0, 0), (_queue.ActiveCount, _queue.BackoffCount, _queue.UnschedulableCount, _queue.GatedCount));
        Assert.Null(_queue.NextWake());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(4, 8)]
    [InlineData(5, 10)]
    [InlineData(99, 10)]
    public void Backoff_After_DoublesUpToTheLongest(int tries, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), SchedulingQueueOptions.Default.Backoff.After(tries));

    private QueuedPod Rejected(string name, string plugin)
    {
        _queue.Add(Info(Pod(name)));
        var pod = _queue.Pop()!;
        var diagnosis = new Diagnosis(1);
        diagnosis.Set(0, PluginStatus.Unschedulable(plugin, "no"));
        pod.Reject(diagnosis);
        _queue.AddUnschedulable(pod);
        return pod;
    }

    private void Add(string name, int priority) => _queue.Add(Info(Pod(name, priority)));

    private string[] Pop(int count) => [.. Enumerable.Range(0, count).Select(_ => _queue.Pop()!.Pod.Metadata.Name)];

    private PodInfo Info(Pod pod) => PodInfo.Of(pod, _resources);

    private static Pod Pod(string name, int priority = 0, string gates = "[]") =>
        Given.Pod(name, $"{{schedulerName: default-scheduler, priority: {priority}, schedulingGates: {gates}, containers: [{{name: a}}]}}");
}
