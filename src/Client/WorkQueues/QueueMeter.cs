namespace Kybernet.Client.WorkQueues;

/// <summary>Takes the times of one queue's keys. Called under the queue's lock.</summary>
internal sealed class QueueMeter<TKey>(string name, WorkQueueMetrics metrics, TimeProvider time)
    where TKey : notnull
{
    private readonly Dictionary<TKey, long> _added = [];
    private readonly Dictionary<TKey, long> _taken = [];

    public void Added(TKey key)
    {
        metrics.Adds.Add(new(name));
        _added.TryAdd(key, time.GetTimestamp());
    }

    public void Taken(TKey key)
    {
        if (_added.Remove(key, out var at)) metrics.Waits.Observe(new(name), time.GetElapsedTime(at).TotalSeconds);
        _taken[key] = time.GetTimestamp();
    }

    public void Finished(TKey key)
    {
        if (_taken.Remove(key, out var at)) metrics.Works.Observe(new(name), time.GetElapsedTime(at).TotalSeconds);
    }

    public void Retried() => metrics.Retries.Add(new(name));

    public (TimeSpan Total, TimeSpan Longest) Unfinished()
    {
        var (total, longest) = (TimeSpan.Zero, TimeSpan.Zero);
        foreach (var at in _taken.Values)
        {
            var spent = time.GetElapsedTime(at);
            total += spent;
            if (spent > longest) longest = spent;
        }

        return (total, longest);
    }
}
