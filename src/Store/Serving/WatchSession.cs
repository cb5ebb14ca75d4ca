using Grpc.Core;
using Kybernet.Store.Protocol;

namespace Kybernet.Store.Serving;

/// <summary>The watches of one stream.</summary>
/// <remarks>
/// <para><c>_turn</c> is held while the stream is written to and guards all state: what clients learn from the order of responses
/// (a watch is created, events up to a revision are said, a mark covers all watches there are) is decided and sent in one turn.</para>
/// <para>Each watch has a pump that reads it and waits for its turn. A client that does not read stops the pumps; the watches keep
/// only their place in history.</para>
/// <para>A mark of the whole stream (watch id -1) is sent when every watch there is has given one since it was asked for, with the
/// least of their revisions. Asked again meanwhile, it asks them all again afterwards.</para>
/// </remarks>
internal sealed class WatchSession : IAsyncDisposable
{
    private const long InvalidWatchId = -1;

    private readonly IStore _store;
    private readonly ServedMember _member;
    private readonly EtcdServerOptions _options;
    private readonly TimeProvider _time;
    private readonly IServerStreamWriter<WatchResponse> _stream;
    private readonly CancellationTokenSource _ending;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<long, ServedWatch> _watches = [];
    private readonly HashSet<long> _markMissing = [];
    private Revision _mark;
    private bool _markAgain;
    private long _nextId;
    private Task _ticking = Task.CompletedTask;

    public WatchSession(
        IStore store, ServedMember member, EtcdServerOptions options, TimeProvider time, IServerStreamWriter<WatchResponse> stream, CancellationToken cancel)
    {
        (_store, _member, _options, _time, _stream) = (store, member, options, time, stream);
        _ending = CancellationTokenSource.CreateLinkedTokenSource(cancel);
    }

    /// <summary>Set when the session ends by itself.</summary>
    public RpcException? Failure { get; private set; }

    public CancellationToken Ended => _ending.Token;

    public async ValueTask CreateAsync(WatchCreateRequest request)
    {
        Normalise(request);
        var current = await _store.CurrentRevisionAsync(Ended);
        await _turn.WaitAsync(Ended);
        try
        {
            if (Refuse(request) is { } refusal)
            {
                await RefuseAsync(refusal, current);
                return;
            }

            var result = await _store.WatchAsync(ToContract(request, current), Ended);
            if (!result.TryGet(out var watch, out var error))
            {
                await RefuseAsync(ServingErrors.ToRpc(error).Status.Detail, current);
                return;
            }

            var served = new ServedWatch(TakeId(request.WatchId), watch, request);
            _watches.Add(served.Id, served);
            if (_markMissing.Count > 0)
            {
                // A mark under way will be read as this watch's as well.
                _markMissing.Add(served.Id);
                watch.RequestProgress();
            }

            await _stream.WriteAsync(new() { Header = _member.Header(current), WatchId = served.Id, Created = true }, Ended);
            served.Pump = PumpAsync(served);
            if (served.ProgressNotify && _ticking.IsCompleted) _ticking = TickAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Ends a watch. One there is not is not worth an answer, as in etcd.</summary>
    public async ValueTask CancelAsync(long id)
    {
        ServedWatch? served;
        await _turn.WaitAsync(Ended);
        try
        {
            if (!_watches.TryGetValue(id, out served)) return;
            await RemoveAsync(served);
        }
        finally
        {
            _turn.Release();
        }

        // Nothing of the watch may follow the answer.
        await served.Watch.DisposeAsync();
        await served.Pump;
        var current = await _store.CurrentRevisionAsync(Ended);
        await SendAsync(new() { Header = _member.Header(current), WatchId = id, Canceled = true });
    }

    public async ValueTask RequestProgressAsync()
    {
        await _turn.WaitAsync(Ended);
        try
        {
            if (_markMissing.Count > 0) _markAgain = true;
            else AskForMarks();
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Neither this nor the turn is disposed: a watch that ended by itself may still be on its way out.
        await _ending.CancelAsync();
        await _turn.WaitAsync(CancellationToken.None);
        var open = _watches.Values.ToArray();
        _watches.Clear();
        _turn.Release();
        foreach (var served in open)
        {
            await served.Watch.DisposeAsync();
            await served.Pump;
        }

        await _ticking;
    }

    /// <summary>etcd's reading of keys: an empty key is the first there is, an end of one zero byte is no end.</summary>
    private static void Normalise(WatchCreateRequest request)
    {
        if (request.Key.IsEmpty) request.Key = Wire.ToWire(KeyRange.All.Start);
    }

    private static WatchRequest ToContract(WatchCreateRequest request, Revision current) => new(WireRequests.KeysOf(request.Key, request.RangeEnd))
    {
        StartRevision = request.StartRevision > 0 ? new(request.StartRevision) : current.Next,
        ReturnPrevious = request.PrevKv,
        NoPuts = request.Filters.Contains(WatchCreateRequest.Types.FilterType.Noput),
        NoDeletes = request.Filters.Contains(WatchCreateRequest.Types.FilterType.Nodelete),
    };

    private string? Refuse(WatchCreateRequest request)
    {
        if (request.WatchId != 0 && _watches.ContainsKey(request.WatchId)) return "mvcc: duplicate watch ID provided on the WatchStream";
        if (_watches.Count >= _options.MaxWatchesPerStream) return $"this stream has {_watches.Count} watches, which is as many as it may have";
        var keys = WireRequests.KeysOf(request.Key, request.RangeEnd);
        return !keys.IsSingle && !keys.IsOpen && keys.End <= keys.Start ? "mvcc: watcher range is empty" : null;
    }

    private async ValueTask RefuseAsync(string reason, Revision current) =>
        await _stream.WriteAsync(
            new() { Header = _member.Header(current), WatchId = InvalidWatchId, Canceled = true, Created = true, CancelReason = reason }, Ended);

    /// <summary>The id asked for, or, when none is, the next free one; etcd counts from 0.</summary>
    private long TakeId(long wanted)
    {
        if (wanted != 0) return wanted;
        while (_watches.ContainsKey(_nextId)) _nextId++;
        return _nextId++;
    }

    private async Task PumpAsync(ServedWatch served)
    {
        try
        {
            while (true)
            {
                var message = await served.Watch.ReadAsync(Ended);
                if (message.Error is { } error)
                {
                    await EndAsync(served, error);
                    return;
                }

                if (message.IsProgress) await MarkAsync(served, message.Revision);
                else await SayAsync(served, message);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException or RpcException)
        {
            // The stream is over; its reader sees that too.
        }
    }

    private async ValueTask SayAsync(ServedWatch served, WatchMessage message)
    {
        var response = new WatchResponse { Header = _member.Header(message.Revision), WatchId = served.Id };
        response.Events.Capacity = message.Events.Length;
        foreach (var change in message.Events) response.Events.Add(Wire.ToWire(change));
        served.SaidSinceTick = true;
        if (!served.Fragment)
        {
            await SendAsync(response);
            return;
        }

        foreach (var fragment in WatchFragments.Split(response, _options.Limits.MaxRequestBytes)) await SendAsync(fragment);
    }

    private async ValueTask MarkAsync(ServedWatch served, Revision revision)
    {
        await _turn.WaitAsync(Ended);
        try
        {
            if (served.NotifyWanted)
            {
                served.NotifyWanted = false;
                await _stream.WriteAsync(new() { Header = _member.Header(revision), WatchId = served.Id }, Ended);
            }

            if (!_markMissing.Remove(served.Id)) return;
            if (_mark.IsNone || revision < _mark) _mark = revision;
            await SendMarkIfCompleteAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask SendMarkIfCompleteAsync()
    {
        if (_markMissing.Count > 0 || _mark.IsNone) return;
        var mark = _mark;
        _mark = Revision.None;
        await _stream.WriteAsync(new() { Header = _member.Header(mark), WatchId = InvalidWatchId }, Ended);
        if (!_markAgain) return;
        _markAgain = false;
        AskForMarks();
    }

    private void AskForMarks()
    {
        foreach (var served in _watches.Values)
        {
            _markMissing.Add(served.Id);
            served.Watch.RequestProgress();
        }
    }

    /// <summary>A watch ended by itself. A store that is closed ends the whole stream, so that clients go elsewhere.</summary>
    private async ValueTask EndAsync(ServedWatch served, StoreError error)
    {
        await _turn.WaitAsync(Ended);
        try
        {
            if (!_watches.ContainsKey(served.Id)) return;
            await RemoveAsync(served);
            if (error is StoreError.Compacted compacted)
            {
                await _stream.WriteAsync(
                    new() { Header = _member.Header(Revision.None), WatchId = served.Id, Canceled = true, CompactRevision = compacted.CompactedRevision.Value },
                    Ended);
                return;
            }

            Failure = ServingErrors.ToRpc(error);
        }
        finally
        {
            _turn.Release();
        }

        if (Failure is not null) await _ending.CancelAsync();
        await served.Watch.DisposeAsync();
    }

    private async ValueTask RemoveAsync(ServedWatch served)
    {
        _watches.Remove(served.Id);
        if (_markMissing.Remove(served.Id)) await SendMarkIfCompleteAsync();
    }

    private async ValueTask SendAsync(WatchResponse response)
    {
        await _turn.WaitAsync(Ended);
        try
        {
            await _stream.WriteAsync(response, Ended);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Asks the watches that want to be told, and that had nothing to say for a whole interval, how far they are.</summary>
    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(_options.WatchProgressNotifyInterval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(Ended))
            {
                await _turn.WaitAsync(Ended);
                foreach (var served in _watches.Values)
                {
                    if (served.ProgressNotify && !served.SaidSinceTick)
                    {
                        served.NotifyWanted = true;
                        served.Watch.RequestProgress();
                    }

                    served.SaidSinceTick = false;
                }

                _turn.Release();
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
