using System.Threading.Channels;

namespace Kybernet.Client.WorkQueues;

/// <summary>
/// Keys to work on. A key waits at most once however often it is added; one that is being worked on waits until that is done. A key that fails
/// waits longer each time. As many keys wait as there are objects: the queue is bounded by the cluster.
/// </summary>
/// <remarks>Upstream: client-go/util/workqueue, the rate-limiting queue.</remarks>
public sealed class WorkQueue<TKey> : IMeasuredQueue
    where TKey : notnull
{
    private readonly Channel<TKey> _ready = Channel.CreateUnbounded<TKey>();
    private readonly WorkQueueOptions _options;
    private readonly TimeProvider _time;
    private readonly QueueMeter<TKey>? _meter;

    // Guards the four below, and the meter. Taken alone.
    private readonly Lock _lock = new();
    private readonly HashSet<TKey> _dirty = [];
    private readonly HashSet<TKey> _working = [];
    private readonly Dictionary<TKey, int> _failures = [];
    private readonly Dictionary<TKey, (ITimer Timer, DateTimeOffset At)> _delayed = [];

    public WorkQueue(WorkQueueOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        if (options.Metrics is not { } metrics) return;
        _meter = new(options.Name, metrics, time);
        metrics.Register(options.Name, this);
    }

    /// <summary>Keys that wait for a worker.</summary>
    public int Count => _ready.Reader.Count;

    public void Add(TKey key)
    {
        lock (_lock)
        {
            if (!_dirty.Add(key)) return;
            _meter?.Added(key);
            if (_working.Contains(key)) return;
        }

        _ready.Writer.TryWrite(key);
    }

    /// <summary>Adds the key when the wait is over; of several waits the shortest counts.</summary>
    public void AddAfter(TKey key, TimeSpan wait)
    {
        if (wait <= TimeSpan.Zero)
        {
            Add(key);
            return;
        }

        var at = _time.GetUtcNow() + wait;
        lock (_lock)
        {
            if (_delayed.TryGetValue(key, out var there))
            {
                if (there.At <= at) return;
                there.Timer.Dispose();
            }

            _delayed[key] = (_time.CreateTimer(_ => Ripen(key, at), null, wait, Timeout.InfiniteTimeSpan), at);
        }
    }

    /// <summary>Adds the key after its back-off, which grows with each call until <see cref="Forget"/>.</summary>
    public void AddRateLimited(TKey key)
    {
        int failures;
        lock (_lock)
        {
            _meter?.Retried();
            failures = _failures.GetValueOrDefault(key);
            _failures[key] = failures + 1;
        }

        var wait = _options.FirstBackOff.TotalMilliseconds * Math.Pow(2, Math.Min(failures, 60));
        AddAfter(key, TimeSpan.FromMilliseconds(Math.Min(wait, _options.LongestBackOff.TotalMilliseconds)));
    }

    /// <summary>The key went well: its next failure waits shortly again.</summary>
    public void Forget(TKey key)
    {
        lock (_lock) _failures.Remove(key);
    }

    /// <summary>How often the key was added rate limited since it was forgotten.</summary>
    public int Failures(TKey key)
    {
        lock (_lock) return _failures.GetValueOrDefault(key);
    }

    /// <summary>The next key. Call <see cref="Finish"/> when done with it.</summary>
    public async ValueTask<TKey> TakeAsync(CancellationToken cancel)
    {
        var key = await _ready.Reader.ReadAsync(cancel);
        lock (_lock)
        {
            _dirty.Remove(key);
            _working.Add(key);
            _meter?.Taken(key);
        }

        return key;
    }

    public void Finish(TKey key)
    {
        bool again;
        lock (_lock)
        {
            _working.Remove(key);
            _meter?.Finished(key);
            again = _dirty.Contains(key);
        }

        if (again) _ready.Writer.TryWrite(key);
    }

    /// <summary>Ends the waits; delayed keys are lost.</summary>
    public void Close()
    {
        lock (_lock)
        {
            foreach (var (timer, _) in _delayed.Values) timer.Dispose();
            _delayed.Clear();
        }
    }

    (TimeSpan Total, TimeSpan Longest) IMeasuredQueue.Unfinished()
    {
        lock (_lock) return _meter?.Unfinished() ?? default;
    }

    private void Ripen(TKey key, DateTimeOffset at)
    {
        lock (_lock)
        {
            if (!_delayed.TryGetValue(key, out var there) || there.At != at) return;
            _delayed.Remove(key);
            there.Timer.Dispose();
        }

        Add(key);
    }
}
