using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using Kybernet.Base;

namespace Kybernet.Store.Mvcc;

/// <summary>A watch on this process's state: a position in the event log.</summary>
/// <remarks>
/// <para><c>_gate</c> guards whether the reader is parked, where it stands, and the signal that wakes it; it is never held
/// while history is read. The reader parks only after it has seen, under the gate, that no newer view is published; the
/// publisher publishes first and takes the gate then: one of the two always notices.</para>
/// </remarks>
internal sealed class LocalWatch : IWatch, IValueTaskSource
{
    /// <summary>A message ends at the first revision after so many events or bytes.</summary>
    private const int EventsPerMessage = 1000;
    private const long BytesPerMessage = 2 * 1024 * 1024;

    private readonly MvccState _state;
    private readonly Cleaner _cleaner;
    private readonly WatchRegistry _registry;
    private readonly WatchRequest _request;
    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<bool> _signal = new() { RunContinuationsAsynchronously = true };
    private long _next;
    private bool _parked;
    private bool _progressWanted;
    private WatchMessage? _ended;

    public LocalWatch(MvccState state, Cleaner cleaner, WatchRegistry registry, WatchRequest request)
    {
        (_state, _cleaner, _registry, _request) = (state, cleaner, registry, request);
        var view = state.View;
        _next = request.StartRevision.IsNone ? view.Revision + 1 : Math.Max(request.StartRevision.Value, 1);
    }

    public KeyRange Keys => _request.Keys;

    /// <summary>The first revision this watch has not said everything of.</summary>
    public long NextRevision => Volatile.Read(ref _next);

    /// <summary>Ends a watch whose start is compacted. To be called once it is in the registry, which from then on holds history for it.</summary>
    public void CheckStart()
    {
        var compacted = _state.Compacted;
        if (NextRevision < compacted && !_request.StartRevision.IsNone) End(new StoreError.Compacted(new(compacted)));
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<WatchMessage> ReadAsync(CancellationToken cancel)
    {
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            if (Volatile.Read(ref _ended) is { } ended) return ended;
            var progressWanted = Volatile.Read(ref _progressWanted);
            var view = _state.View;
            if (Poll(view) is { } message) return message;
            ValueTask parked;
            lock (_gate)
            {
                if (_ended is not null || _state.View.LogEnd != view.LogEnd || _progressWanted != progressWanted) continue;
                if (progressWanted && _next == view.Revision + 1)
                {
                    _progressWanted = false;
                    return new(new(view.Revision), [], Error: null);
                }

                _signal.Reset();
                _parked = true;
                parked = new(this, _signal.Version);
            }

            await using (cancel.UnsafeRegister(static watch => ((LocalWatch)watch!).Wake(), this)) await parked;
        }
    }

    public void RequestProgress()
    {
        lock (_gate) _progressWanted = true;
        Wake();
    }

    public ValueTask DisposeAsync()
    {
        _registry.Remove(this);
        Close();
        return ValueTask.CompletedTask;
    }

    public void Close() => End(new StoreError.Unavailable(UnavailableReason.Closed, "the watch is closed"));

    /// <summary>Wakes the reader if it is parked.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            if (!_parked) return;
            _parked = false;
        }

        _signal.SetResult(true);
    }

    /// <summary>Moves a parked reader past a view that has nothing for it, unless it also waits for a progress mark.</summary>
    public void Pass(StoreView view)
    {
        lock (_gate)
        {
            if (!_parked) return;
            if (!_progressWanted || _next > view.Revision + 1)
            {
                _next = Math.Max(_next, view.Revision + 1);
                return;
            }
        }

        Wake();
    }

    /// <summary>The events between where the watch stands and the view, if any concern it; moves on past those that do not.</summary>
    private WatchMessage? Poll(StoreView view)
    {
        var next = NextRevision;
        if (next > view.Revision) return null;
        ImmutableArray<WatchEvent>.Builder? events = null;
        StoreError? unreadable = null;
        var bytes = 0L;
        var reached = view.Revision;
        for (var i = _state.Log.FirstAt(next, view.LogEnd); i < view.LogEnd; i++)
        {
            if (_state.Log[i] is not { } node) break;
            if (events is not null && (events.Count >= EventsPerMessage || bytes >= BytesPerMessage) && node.ModRevision > events[^1].Revision.Value)
            {
                reached = node.ModRevision - 1;
                break;
            }

            if (!Keys.Contains(node.History.Key) || (node.IsTombstone ? _request.NoDeletes : _request.NoPuts)) continue;
            if (Describe(node, out var said) is { } error)
            {
                unreadable = error;
                break;
            }

            (events ??= ImmutableArray.CreateBuilder<WatchEvent>()).Add(said);
            bytes += node.ValueLength + node.History.Key.Length;
        }

        // Read, then check: cleaning is published before anything is cut.
        Interlocked.MemoryBarrier();
        if (next < _cleaner.CleanedTo) return End(new StoreError.Compacted(new(_state.Compacted)));
        if (unreadable is not null) return End(unreadable);
        lock (_gate) _next = reached + 1;
        return events is null ? null : new(new(reached), events.DrainToImmutable(), Error: null);
    }

    private StoreError? Describe(KeyRevision node, out WatchEvent said)
    {
        said = default;
        KeyValue? previous = null;
        if (_request.ReturnPrevious && node.Previous is { IsTombstone: false } before)
        {
            if (_state.Values.TryGet(before, out var old) is not { } error) previous = before.ToKeyValue(old);
            // Compacted away between the look and the read: the event goes without, as if cut a moment earlier.
            else if (node.Previous is not null) return error;
        }

        var value = Bytes.Empty;
        if (!node.IsTombstone && _state.Values.TryGet(node, out value) is { } unreadable) return unreadable;
        said = new(node.IsTombstone ? WatchEventKind.Delete : WatchEventKind.Put, node.ToKeyValue(value), previous);
        return null;
    }

    private WatchMessage End(StoreError error)
    {
        lock (_gate) _ended ??= new(new(NextRevision - 1), [], error);
        Wake();
        return _ended;
    }

    void IValueTaskSource.GetResult(short token) => _signal.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _signal.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _signal.OnCompleted(continuation, state, token, flags);
}
