using System.Collections.Immutable;
using Grpc.Core;
using Kybernet.Store.Protocol;

namespace Kybernet.Store.Etcd;

/// <summary>A watch that outlives its connection: when a stream breaks, the next one starts where the last message ended.</summary>
/// <remarks>
/// <para>It has no task of its own: everything happens inside <see cref="ReadAsync"/>. Between reads at most one response is
/// under way; the rest waits in the connection's window and, behind that, in the server.</para>
/// <para>All fields but <see cref="_asked"/> and <see cref="_wake"/> belong to the one reader.</para>
/// </remarks>
internal sealed class EtcdWatch : IWatch
{
    private readonly WatchOpener _opener;
    private readonly WatchMarks _marks;
    private readonly CancellationTokenSource _closing = new();
    private readonly WatchCreateRequest _create;

    private WatchStream? _stream;
    private Task<WatchResponse>? _pending;
    private Revision _said;
    private WatchMessage? _end;

    // How often progress was asked for; the reader compares it with what it has dealt with.
    private int _asked;
    private TaskCompletionSource _wake = NewWake();

    /// <param name="opener">Opens streams.</param>
    /// <param name="marks">Answers requests for progress.</param>
    /// <param name="stream">A stream just opened for <paramref name="create"/>.</param>
    /// <param name="create">What was asked of the server; its start revision is set.</param>
    public EtcdWatch(WatchOpener opener, WatchMarks marks, WatchStream stream, WatchCreateRequest create)
    {
        _opener = opener;
        _marks = marks;
        _stream = stream;
        _create = create;
        _said = new Revision(create.StartRevision).Before;
    }

    public static WatchCreateRequest ToWire(in WatchRequest request)
    {
        var create = new WatchCreateRequest
        {
            Key = Wire.ToWire(request.Keys.Start),
            RangeEnd = Wire.ToWire(request.Keys.End),
            StartRevision = request.StartRevision.Value,
            PrevKv = request.ReturnPrevious,
            ProgressNotify = true,
        };
        // etcd turns an empty range away; a watch of nothing is one that leaves everything out.
        var nothing = !request.Keys.IsSingle && !request.Keys.IsOpen && request.Keys.End <= request.Keys.Start;
        if (nothing) create.RangeEnd = Google.Protobuf.ByteString.Empty;
        if (request.NoPuts || nothing) create.Filters.Add(WatchCreateRequest.Types.FilterType.Noput);
        if (request.NoDeletes || nothing) create.Filters.Add(WatchCreateRequest.Types.FilterType.Nodelete);
        return create;
    }

    public void RequestProgress()
    {
        Interlocked.Increment(ref _asked);
        Volatile.Read(ref _wake).TrySetResult();
    }

    public async ValueTask<WatchMessage> ReadAsync(CancellationToken cancel)
    {
        if (_end is not null) return _end;
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancel, _closing.Token);
        try
        {
            while (true)
            {
                if (await StepAsync(linked.Token) is { } message) return message;
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return End(new StoreError.Unavailable(UnavailableReason.Closed, "the watch is closed"));
        }
        catch (RpcException e)
        {
            if (_closing.IsCancellationRequested || _opener.Caller.Endpoints.IsClosed)
                return End(new StoreError.Unavailable(UnavailableReason.Closed, "the watch is closed"));
            return End(new StoreError.Unavailable(UnavailableReason.Unreachable, $"etcd ended the watch: {EtcdErrors.Describe(e.Status)}"));
        }
    }

    public ValueTask DisposeAsync()
    {
        _closing.Cancel();
        _stream?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static TaskCompletionSource NewWake() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>One response, one reconnection or one request for progress dealt with; a message if that came to one.</summary>
    private async ValueTask<WatchMessage?> StepAsync(CancellationToken cancel)
    {
        try
        {
            if (_stream is null)
            {
                _create.StartRevision = _said.Next.Value;
                _stream = await _opener.OpenAsync(_create, Timeout.InfiniteTimeSpan, cancel);
                _marks.OnReconnected();
            }

            if (_stream.Refused is { } reason) return End(new StoreError.Invalid($"etcd refused the watch: {reason}"));
            if (await _marks.AdvanceAsync(_stream, _said, Volatile.Read(ref _asked), cancel) is { } mark) return Said(mark, []);
            _pending ??= _stream.NextAsync();
            if (!await IsPendingDoneAsync(cancel)) return null;
            var response = await _pending;
            _pending = null;
            return Understand(response);
        }
        catch (RpcException e) when (WatchOpener.IsTransient(e) && !_closing.IsCancellationRequested && !_opener.Caller.Endpoints.IsClosed)
        {
            Disconnect();
            return null;
        }
    }

    /// <summary>Waits for the response under way, for another request for progress, or until the marks have something to do.</summary>
    private async ValueTask<bool> IsPendingDoneAsync(CancellationToken cancel)
    {
        if (_pending!.IsCompleted) return true;
        var wake = NewWake();
        Volatile.Write(ref _wake, wake);
        if (Volatile.Read(ref _asked) != _marks.Seen) return false;
        var first = Task.WhenAny(_pending, wake.Task);
        try
        {
            await (_marks.Patience is { } patience ? first.WaitAsync(patience, _opener.Caller.Time, cancel) : first.WaitAsync(cancel));
        }
        catch (TimeoutException)
        {
            _marks.OnPatienceOver();
        }

        return _pending.IsCompleted;
    }

    private WatchMessage? Understand(WatchResponse response)
    {
        if (response.CompactRevision != 0) return End(new StoreError.Compacted(new(response.CompactRevision)));
        if (response.Canceled)
        {
            if (response.CancelReason.Length > 0 && response.CancelReason != EtcdMessages.NoLeader)
                return End(new StoreError.Unavailable(UnavailableReason.Unreachable, $"etcd ended the watch: {response.CancelReason}"));
            Disconnect();
            return null;
        }

        if (response.Events.Count > 0) return Said(new(response.Events[^1].Kv.ModRevision), Wire.FromWire(response.Events));
        if (response.Created) return null;
        var mark = new Revision(response.Header.Revision);
        return _marks.OnMark(mark, asked: response.WatchId == -1) && mark > _said ? Said(mark, []) : null;
    }

    private WatchMessage Said(Revision revision, ImmutableArray<WatchEvent> events)
    {
        if (revision > _said) _said = revision;
        return new(_said, events, null);
    }

    private WatchMessage End(StoreError error)
    {
        _stream?.Dispose();
        return _end = new(_said, [], error);
    }

    private void Disconnect()
    {
        var broken = _stream;
        _stream = null;
        // Whatever a read under way would still have brought comes again with the next stream.
        _pending?.ContinueWith(static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        _pending = null;
        if (broken is null) return;
        _opener.Caller.Endpoints.MoveOnFrom(broken.Endpoint);
        broken.Dispose();
    }
}
