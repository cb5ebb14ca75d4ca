using Kybernet.Machinery.Selectors;

namespace Kybernet.Scheduler.Snapshot;

/// <summary>How many pods of each row a selector counts, kept in step while pods come and go: those of the namespace that are not being deleted.</summary>
public sealed class PodTally(string @namespace, Selector selector)
{
    private int[] _counts = [];

    /// <summary>The pods that count on a row.</summary>
    public int this[int row] => row < _counts.Length ? _counts[row] : 0;

    public bool IsOf(string otherNamespace, Selector other) => @namespace == otherNamespace && selector.Equals(other);

    /// <summary>A pod comes to a row (1) or leaves it (-1).</summary>
    public void Change(int row, PodInfo pod, int sign)
    {
        var metadata = pod.Pod.Metadata;
        if (metadata.Namespace != @namespace || metadata.DeletionTimestamp is not null || !selector.Matches(metadata.Labels)) return;
        if (row >= _counts.Length) Array.Resize(ref _counts, Math.Max(row + 1, 2 * _counts.Length));
        _counts[row] += sign;
    }
}
