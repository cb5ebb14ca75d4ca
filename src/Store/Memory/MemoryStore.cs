using Kybernet.Store.Mvcc;

namespace Kybernet.Store.Memory;

/// <summary>The store without a file: the same semantics, gone with the process. For tests and throw-away clusters.</summary>
/// <remarks>
/// A change runs on its caller's thread, under one lock, and its task is complete when it is returned: with one caller
/// thread the whole store is deterministic. Leases expire on the clock given.
/// </remarks>
public sealed class MemoryStore : LocalStore
{
    private const int CleanedPerWrite = 1024;

    private readonly Lock _writer = new();
    private readonly LeaseTimer _expiry;

    public MemoryStore(MemoryStoreOptions options, TimeProvider time)
        : base(new(new(), new(file: null, budgetBytes: 0), time), Check(options).Limits, new(options.Seed))
    {
        _expiry = new(time, () => SubmitAsync<ExpireWrite, int>(default, CancellationToken.None));
    }

    public override ValueTask<StoreResult<StoreStatus>> GetStatusAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (Closed is { } closed) return new(closed);
        return new(new StoreStatus("memory", "1", new(State.View.Revision), new(State.Compacted), 0, 0, Fault: null));
    }

    public override ValueTask<StoreResult<StoreStatus>> DefragmentAsync(CancellationToken cancel) => GetStatusAsync(cancel);

    public override async ValueTask DisposeAsync()
    {
        lock (_writer) Closed ??= new StoreError.Unavailable(UnavailableReason.Closed, "the store is closed");
        Watches.Close();
        await _expiry.DisposeAsync();
    }

    private protected override ValueTask<StoreResult<T>> SubmitAsync<TWrite, T>(TWrite write, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (_writer)
        {
            if (Closed is { } closed) return new(closed);
            var firstIndex = State.View.LogEnd;
            var result = write.Run(Writes, LeaseWrites);
            State.Publish();
            Watches.Published(State.Log, State.View, firstIndex);
            while (Cleaner.Step(Watches.OldestWatched(), CleanedPerWrite))
            {
            }

            Cleaner.ForgetDead();
            _expiry.Arm(State.Leases.UntilNextExpiry());
            return new(result);
        }
    }

    private static MemoryStoreOptions Check(MemoryStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options;
    }
}
