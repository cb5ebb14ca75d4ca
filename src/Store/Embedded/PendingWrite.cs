using System.Threading.Tasks.Sources;
using Kybernet.Store.Mvcc;

namespace Kybernet.Store.Embedded;

/// <summary>A change, its result, and the task its caller awaits: one object, used again when caller and committer are both done with it.</summary>
internal sealed class PendingWrite<TWrite, T>(PendingPool<TWrite, T>? pool) : Pending, IValueTaskSource<StoreResult<T>>
    where TWrite : struct, IWrite<T>
{
    private ManualResetValueTaskSourceCore<StoreResult<T>> _answer = new() { RunContinuationsAsynchronously = true };
    private TWrite _write;
    private StoreResult<T> _result;
    private CancellationTokenRegistration _cancel;
    private int _answered;
    private int _users;

    public override int Size => _write.Size;

    public ValueTask<StoreResult<T>> Begin(TWrite write)
    {
        _write = write;
        _answered = 0;
        _users = 2;
        return new(this, _answer.Version);
    }

    /// <summary>Lets the caller go when <paramref name="cancel"/> fires. The change stays in the queue and may still take effect.</summary>
    public void CancelWith(CancellationToken cancel)
    {
        if (!cancel.CanBeCanceled) return;
        _cancel = cancel.UnsafeRegister(
            static (write, token) => ((PendingWrite<TWrite, T>)write!).Answer(new OperationCanceledException(token)), this);
    }

    public override void Run(Writes writes, LeaseWrites leases) => _result = _write.Run(writes, leases);

    public override void Complete()
    {
        if (Interlocked.Exchange(ref _answered, 1) == 0) _answer.SetResult(_result);
        Release();
    }

    public override void Fail(StoreError error)
    {
        _result = error;
        Complete();
    }

    public StoreResult<T> GetResult(short token)
    {
        // Waits for a cancellation callback under way, so that it does not hit the next user of this object.
        _cancel.Dispose();
        _cancel = default;
        try
        {
            return _answer.GetResult(token);
        }
        finally
        {
            Release();
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _answer.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _answer.OnCompleted(continuation, state, token, flags);

    private void Answer(OperationCanceledException canceled)
    {
        if (Interlocked.Exchange(ref _answered, 1) == 0) _answer.SetException(canceled);
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _users) != 0) return;
        _write = default;
        _result = default;
        _answer.Reset();
        pool?.Return(this);
    }
}
