using System.Collections.Concurrent;

namespace Kybernet.Scheduler.Framework;

/// <summary>The pods that Permit plugins delay. Any thread may approve or refuse.</summary>
public sealed class WaitingPods(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Waiting> _waiting = new();

    /// <summary>Delays a pod until each of the plugins approves it.</summary>
    public void Add(string uid, IReadOnlyDictionary<string, TimeSpan> plugins) => _waiting[uid] = new(plugins, time);

    /// <summary>Ends once the pod is approved (null), refused or out of time.</summary>
    public async ValueTask<PluginStatus?> WaitAsync(string uid, CancellationToken cancel)
    {
        if (!_waiting.TryGetValue(uid, out var waiting)) return null;
        try
        {
            return await waiting.Outcome.WaitAsync(cancel);
        }
        finally
        {
            if (_waiting.TryRemove(uid, out var done)) done.Dispose();
        }
    }

    public void Allow(string uid, string plugin)
    {
        if (_waiting.TryGetValue(uid, out var waiting)) waiting.Allow(plugin);
    }

    /// <returns>False when the pod does not wait.</returns>
    public bool Reject(string uid, string plugin, string message)
    {
        if (!_waiting.TryGetValue(uid, out var waiting)) return false;
        waiting.Reject(plugin, message);
        return true;
    }

    private sealed class Waiting : IDisposable
    {
        private readonly TaskCompletionSource<PluginStatus?> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ConcurrentDictionary<string, ITimer> _pending = new();

        public Waiting(IReadOnlyDictionary<string, TimeSpan> plugins, TimeProvider time)
        {
            foreach (var (plugin, timeout) in plugins)
            {
                _pending[plugin] = time.CreateTimer(
                    _ => Reject(plugin, $"rejected due to timeout after waiting {timeout.TotalSeconds}s at plugin {plugin}"),
                    null, timeout, Timeout.InfiniteTimeSpan);
            }
        }

        public Task<PluginStatus?> Outcome => _outcome.Task;

        public void Allow(string plugin)
        {
            if (_pending.TryRemove(plugin, out var timer)) timer.Dispose();
            if (_pending.IsEmpty) _outcome.TrySetResult(null);
        }

        public void Reject(string plugin, string message) => _outcome.TrySetResult(PluginStatus.Unschedulable(plugin, message));

        public void Dispose()
        {
            foreach (var timer in _pending.Values) timer.Dispose();
        }
    }
}
