using Kybernet.Api.Core.V1;
using Kybernet.Client.Informers;
using Kybernet.Scheduler.Framework;

namespace Kybernet.Scheduler.Cycle;

/// <summary>Something the scheduling loop is told: a pod or node changed, a binding came to an end, or so did
/// the evictions for a pod. One of the four is set.</summary>
public readonly record struct LoopNotice
{
    public ObjectChange<Pod>? Pod { get; init; }

    public ObjectChange<Node>? Node { get; init; }

    public (BindingWork Work, PluginStatus? Status)? Binding { get; init; }

    /// <summary>By the pod's UID.</summary>
    public (string Uid, bool HasFailed)? Evicted { get; init; }
}

/// <summary>
/// What others tell the scheduling loop, in order. Any thread posts; the loop alone takes. As long as the changes that come while one pod is
/// scheduled, as the loop empties it before each.
/// </summary>
public sealed class LoopInbox(TimeProvider time)
{
    // Guards the three below. Taken alone, for moments.
    private readonly Lock _lock = new();
    private List<LoopNotice> _notices = [];
    private List<LoopNotice> _taken = [];
    private TaskCompletionSource? _waiting;

    public void Post(LoopNotice notice)
    {
        TaskCompletionSource? waiting;
        lock (_lock)
        {
            _notices.Add(notice);
            waiting = _waiting;
            _waiting = null;
        }

        waiting?.TrySetResult();
    }

    /// <summary>All that was posted since; valid until the next call.</summary>
    public List<LoopNotice> Take()
    {
        lock (_lock)
        {
            (_notices, _taken) = (_taken, _notices);
            _notices.Clear();
            return _taken;
        }
    }

    /// <summary>Ends when there is something to take, or at the time given.</summary>
    public async ValueTask WaitAsync(DateTimeOffset? until, CancellationToken cancel)
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_notices.Count > 0) return;
            _waiting = waiting;
        }

        var wait = until - time.GetUtcNow();
        if (wait <= TimeSpan.Zero) return;
        using var timer = wait is { } delay
            ? time.CreateTimer(static state => ((TaskCompletionSource)state!).TrySetResult(), waiting, delay, Timeout.InfiniteTimeSpan)
            : null;
        await waiting.Task.WaitAsync(cancel);
    }
}
