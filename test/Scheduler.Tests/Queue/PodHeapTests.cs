using Kybernet.Scheduler.Queue;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Tests.Queue;

public sealed class PodHeapTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Pop_AfterRandomAdditionsAndRemovals_IsSorted(int seed)
    {
        var random = new Random(seed);
        var heap = new PodHeap((left, right) => left.Sequence.CompareTo(right.Sequence));
        var info = PodInfo.Of(Given.Pod(), new());
        var there = new List<QueuedPod>();
        for (var i = 0; i < 500; i++)
        {
            var pod = new QueuedPod(info, default, random.Next());
            heap.Add(pod);
            there.Add(pod);
            if (random.Next(3) != 0) continue;
            var victim = there[random.Next(there.Count)];
            heap.Remove(victim);
            there.Remove(victim);
        }

        var popped = new List<long>();
        while (heap.Count > 0) popped.Add(heap.Pop().Sequence);

        Assert.Equal(there.Select(pod => pod.Sequence).Order(), popped);
    }
}
