namespace Kybernet.Store.Serving.Http2;

/// <summary>What the peer has room for: of the connection as a whole and of each of its calls (RFC 7540, 5.2).</summary>
/// <remarks><c>_gate</c> guards all state and <see cref="GrpcCall.SendWindow"/>.</remarks>
internal sealed class SendWindows
{
    /// <summary>What both sides begin with.</summary>
    public const int Initial = 65_535;

    private readonly Lock _gate = new();
    private long _connection = Initial;
    private long _ofCalls = Initial;
    private TaskCompletionSource? _changed;
    private bool _closed;

    public void Open(GrpcCall call)
    {
        lock (_gate) call.SendWindow = _ofCalls;
    }

    public bool TryTake(GrpcCall call, int length)
    {
        lock (_gate)
        {
            if (length > _connection || length > call.SendWindow) return false;
            _connection -= length;
            call.SendWindow -= length;
            return true;
        }
    }

    /// <summary>Takes room for a frame, as much as there is but at least a byte; waits for it if it must.</summary>
    public async ValueTask<int> TakeAsync(GrpcCall call, int atMost, CancellationToken cancel)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                var length = (int)Math.Min(Math.Min(atMost, Frame.MaxLength), Math.Min(_connection, call.SendWindow));
                if (length > 0 || _closed)
                {
                    length = Math.Max(length, 1);
                    _connection -= length;
                    call.SendWindow -= length;
                    return length;
                }

                _changed ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancel);
        }
    }

    public void Grow(GrpcCall? call, bool ofConnection, long by)
    {
        lock (_gate)
        {
            if (ofConnection) _connection += by;
            else if (call is not null) call.SendWindow += by;
            if (_connection > int.MaxValue) throw new Http2Exception(Http2Error.FlowControl, "the window is too large");
        }

        Tell();
    }

    public void SetInitial(long bytes, IEnumerable<GrpcCall> calls)
    {
        if (bytes > int.MaxValue) throw new Http2Exception(Http2Error.FlowControl, "the window is too large");
        lock (_gate)
        {
            foreach (var call in calls) call.SendWindow += bytes - _ofCalls;
            _ofCalls = bytes;
        }

        Tell();
    }

    /// <summary>Nobody waits any more: what is sent goes nowhere.</summary>
    public void Close()
    {
        lock (_gate) _closed = true;
        Tell();
    }

    private void Tell()
    {
        TaskCompletionSource? changed;
        lock (_gate) (changed, _changed) = (_changed, null);
        changed?.TrySetResult();
    }
}
