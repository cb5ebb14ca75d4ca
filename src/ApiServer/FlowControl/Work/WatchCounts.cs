using Kybernet.ApiServer.Pipeline;

namespace Kybernet.ApiServer.FlowControl.Work;

/// <summary>How many watches a change would be told to. Upstream: <c>watch_tracker.go</c>.</summary>
public sealed class WatchCounts
{
    // Guards the counts.
    private readonly Lock _gate = new();
    private readonly Dictionary<WatchKey, int> _counts = [];

    /// <summary>Counts the watch until the answer is disposed; null when it is one of few objects only.</summary>
    public IDisposable? Add(RequestInfo info)
    {
        // Pods of one node: a change of a pod is told to one of those watches, whatever their number.
        if (info.Resource == "pods" && info.FieldSelector.Contains("spec.nodeName=", StringComparison.Ordinal)) return null;
        var key = new WatchKey(info.ApiGroup, info.Resource, info.Namespace, info.Name);
        Change(key, 1);
        return new Watch(this, key);
    }

    /// <summary>Of the resource everywhere, in the namespace, and of the object itself.</summary>
    public int CountFor(RequestInfo info)
    {
        lock (_gate)
        {
            if (_counts.Count == 0) return 0;
            var key = new WatchKey(info.ApiGroup, info.Resource, "", "");
            var count = _counts.GetValueOrDefault(key);
            if (info.Namespace.Length > 0) count += _counts.GetValueOrDefault(key = key with { Namespace = info.Namespace });
            if (info.Name.Length > 0) count += _counts.GetValueOrDefault(key with { Name = info.Name });
            return count;
        }
    }

    private void Change(WatchKey key, int by)
    {
        lock (_gate)
        {
            var count = _counts.GetValueOrDefault(key) + by;
            if (count == 0) _counts.Remove(key);
            else _counts[key] = count;
        }
    }

    private readonly record struct WatchKey(string Group, string Resource, string Namespace, string Name);

    private sealed class Watch(WatchCounts counts, WatchKey key) : IDisposable
    {
        private bool _isGone;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isGone, true)) return;
            counts.Change(key, -1);
        }
    }
}
