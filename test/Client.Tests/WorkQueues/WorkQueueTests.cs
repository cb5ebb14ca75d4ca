using System.Text;
using Kybernet.Client.WorkQueues;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.Client.Tests.WorkQueues;

public sealed class WorkQueueTests
{
    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Add_Twice_WaitsOnce()
    {
        var queue = new WorkQueue<string>(WorkQueueOptions.Default, _clock);

        queue.Add("a");
        queue.Add("b");
        queue.Add("a");

        Assert.Equal(2, queue.Count);
        Assert.Equal("a", await queue.TakeAsync(Cancel));
        Assert.Equal("b", await queue.TakeAsync(Cancel));
    }

    [Fact]
    public async Task Add_WhileWorkedOn_ComesAgainAfterwards()
    {
        var queue = new WorkQueue<string>(WorkQueueOptions.Default, _clock);
        queue.Add("a");
        await queue.TakeAsync(Cancel);

        queue.Add("a");
        Assert.Equal(0, queue.Count);
        queue.Finish("a");

        Assert.Equal(1, queue.Count);
    }

    [Fact]
    public void AddAfter_Several_TheShortestCounts()
    {
        var queue = new WorkQueue<string>(WorkQueueOptions.Default, _clock);

        queue.AddAfter("a", TimeSpan.FromSeconds(5));
        queue.AddAfter("a", TimeSpan.FromSeconds(2));
        queue.AddAfter("a", TimeSpan.FromSeconds(9));
        _clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Equal(0, queue.Count);
        _clock.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal(1, queue.Count);
    }

    [Fact]
    public void AddRateLimited_EachTime_WaitsTwiceAsLongUntilForgotten()
    {
        var queue = new WorkQueue<string>(WorkQueueOptions.Default with { LongestBackOff = TimeSpan.FromMilliseconds(15) }, _clock);

        foreach (var milliseconds in new[] { 5, 10, 15, 15 })
        {
            queue.AddRateLimited("a");
            _clock.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
            Assert.Equal(0, queue.Count);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal(1, queue.Count);
            Drain(queue);
        }

        Assert.Equal(4, queue.Failures("a"));
        queue.Forget("a");
        queue.AddRateLimited("a");
        _clock.Advance(TimeSpan.FromMilliseconds(5));
        Assert.Equal(1, queue.Count);
    }

    [Fact]
    public async Task Metrics_AreUpstreams()
    {
        var metrics = new WorkQueueMetrics();
        var queue = new WorkQueue<string>(new() { Name = "q", Metrics = metrics }, _clock);
        queue.Add("a");
        queue.Add("b");
        _clock.Advance(TimeSpan.FromSeconds(2));
        queue.Finish(await queue.TakeAsync(Cancel));
        await queue.TakeAsync(Cancel);
        _clock.Advance(TimeSpan.FromSeconds(3));
        queue.AddRateLimited("b");
        queue.Add("c");

        var text = new StringBuilder();
        foreach (var family in metrics.All) family.WriteTo(text);

        foreach (var line in new[]
        {
            "workqueue_adds_total{name=\"q\"} 3", "workqueue_depth{name=\"q\"} 1", "workqueue_retries_total{name=\"q\"} 1",
            "workqueue_queue_duration_seconds_sum{name=\"q\"} 4", "workqueue_work_duration_seconds_count{name=\"q\"} 1",
            "workqueue_unfinished_work_seconds{name=\"q\"} 3", "workqueue_longest_running_processor_seconds{name=\"q\"} 3",
        })
            Assert.Contains(line + "\n", text.ToString(), StringComparison.Ordinal);
    }

    private static void Drain(WorkQueue<string> queue)
    {
        var taken = queue.TakeAsync(Cancel);
        Assert.True(taken.IsCompletedSuccessfully);
        queue.Finish("a");
    }
}
