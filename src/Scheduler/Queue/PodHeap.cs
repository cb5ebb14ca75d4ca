using System.Diagnostics.CodeAnalysis;

namespace Kybernet.Scheduler.Queue;

/// <summary>A binary heap of pods that knows where each pod is, so any can be removed in logarithmic time.</summary>
public sealed class PodHeap(Comparison<QueuedPod> compare)
{
    private readonly List<QueuedPod> _pods = [];

    public int Count => _pods.Count;

    public IReadOnlyList<QueuedPod> Pods => _pods;

    public bool TryPeek([MaybeNullWhen(false)] out QueuedPod first)
    {
        first = _pods.Count > 0 ? _pods[0] : null;
        return first is not null;
    }

    public void Add(QueuedPod pod)
    {
        if (pod.Heap is not null) throw new InvalidOperationException($"pod {pod.Info.Key} is in a heap already");
        pod.Heap = this;
        _pods.Add(pod);
        Rise(_pods.Count - 1, pod);
    }

    public QueuedPod Pop()
    {
        var first = _pods[0];
        Remove(first);
        return first;
    }

    public void Remove(QueuedPod pod)
    {
        if (pod.Heap != this) throw new InvalidOperationException($"pod {pod.Info.Key} is not in this heap");
        var at = pod.HeapIndex;
        var last = _pods[^1];
        _pods.RemoveAt(_pods.Count - 1);
        pod.Heap = null;
        pod.HeapIndex = -1;
        if (last == pod) return;
        Sink(at, last);
        if (last.HeapIndex == at) Rise(at, last);
    }

    /// <summary>Restores the order after the pod itself changed.</summary>
    public void Update(QueuedPod pod)
    {
        var at = pod.HeapIndex;
        Sink(at, pod);
        if (pod.HeapIndex == at) Rise(at, pod);
    }

    private void Rise(int at, QueuedPod pod)
    {
        while (at > 0)
        {
            var parent = (at - 1) / 2;
            if (compare(_pods[parent], pod) <= 0) break;
            Place(at, _pods[parent]);
            at = parent;
        }

        Place(at, pod);
    }

    private void Sink(int at, QueuedPod pod)
    {
        while ((2 * at) + 1 < _pods.Count)
        {
            var child = (2 * at) + 1;
            if (child + 1 < _pods.Count && compare(_pods[child + 1], _pods[child]) < 0) child++;
            if (compare(pod, _pods[child]) <= 0) break;
            Place(at, _pods[child]);
            at = child;
        }

        Place(at, pod);
    }

    private void Place(int at, QueuedPod pod)
    {
        _pods[at] = pod;
        pod.HeapIndex = at;
    }
}
