namespace Kybernet.Kubelet.Pods;

/// <summary>Growing waits by key: 10 s, doubled each time, up to 5 minutes; forgotten after twice that without a failure.</summary>
/// <remarks>Upstream: client-go/util/flowcontrol, Backoff, with the kubelet's values. As many keys as there are containers.</remarks>
internal sealed class BackOffs(TimeProvider time)
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    // Guards the entries. Taken alone.
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = [];

    /// <summary>The wait that begins now.</summary>
    public TimeSpan Next(string key, string error) => NextSince(key, time.GetUtcNow(), error);

    /// <summary>The wait that began at a time, the container's end.</summary>
    public TimeSpan NextSince(string key, DateTimeOffset since, string error)
    {
        lock (_lock)
        {
            var isFresh = !_entries.TryGetValue(key, out var entry) || since - entry.Since > s_longest * 2;
            var wait = isFresh ? s_first : TimeSpan.FromTicks(Math.Min(entry!.Wait.Ticks * 2, s_longest.Ticks));
            _entries[key] = new(wait, since, error);
            return wait;
        }
    }

    /// <summary>How long to wait still; null when there is nothing to wait for.</summary>
    public TimeSpan? Remaining(string key)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry)) return null;
            var left = entry.Since + entry.Wait - time.GetUtcNow();
            return left > TimeSpan.Zero ? left : null;
        }
    }

    /// <summary>The wait as it was last; zero when there was none.</summary>
    public TimeSpan Wait(string key)
    {
        lock (_lock) return _entries.TryGetValue(key, out var entry) ? entry.Wait : TimeSpan.Zero;
    }

    public string LastError(string key)
    {
        lock (_lock) return _entries.TryGetValue(key, out var entry) ? entry.Error : "";
    }

    public void Forget(string key)
    {
        lock (_lock) _entries.Remove(key);
    }

    /// <summary>Forgets all keys that begin so: those of a pod that is gone.</summary>
    public void ForgetAll(string prefix)
    {
        lock (_lock)
            foreach (var key in _entries.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).ToList()) _entries.Remove(key);
    }

    private sealed record Entry(TimeSpan Wait, DateTimeOffset Since, string Error);
}
