using System.Collections.Concurrent;

namespace Kybernet.Controllers.DaemonSets;

/// <summary>How often failed pods of a set are replaced on a node: after 1 s, doubled each time, up to 15 minutes; forgotten after twice that.</summary>
public sealed class FailedPodBackOff(TimeProvider time)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<(string Set, string Node), (TimeSpan Wait, DateTimeOffset At)> _failures = new();

    /// <summary>How long the next replacement has to wait; zero when it may be now, which counts as one.</summary>
    public TimeSpan Next(string set, string node)
    {
        var now = time.GetUtcNow();
        var isKnown = _failures.TryGetValue((set, node), out var last) && now - last.At < 2 * s_longest;
        if (isKnown && now - last.At < last.Wait) return last.Wait - (now - last.At);
        var wait = isKnown ? 2 * last.Wait : TimeSpan.FromSeconds(1);
        _failures[(set, node)] = (wait < s_longest ? wait : s_longest, now);
        return TimeSpan.Zero;
    }

    public void Forget(string set)
    {
        foreach (var key in _failures.Keys)
            if (key.Set == set) _failures.TryRemove(key, out _);
    }
}
