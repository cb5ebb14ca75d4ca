using System.Collections.Immutable;

namespace Kybernet.Store.Mvcc;

/// <summary>What the engines of this process share: everything but how a change gets to the writer and becomes durable.</summary>
public abstract class LocalStore : IStore
{
    private protected LocalStore(MvccState state, StoreLimits limits, Random leaseIds)
    {
        State = state;
        Cleaner = new(state);
        Writes = new(state, limits);
        LeaseWrites = new(state, limits, leaseIds);
    }

    private protected MvccState State { get; }

    private protected Cleaner Cleaner { get; }

    private protected WatchRegistry Watches { get; } = new();

    private protected Writes Writes { get; }

    private protected LeaseWrites LeaseWrites { get; }

    /// <summary>Set when the store is closed: from then on nothing is answered but that.</summary>
    private protected StoreError? Closed { get; set; }

    public ValueTask<StoreResult<RangeResponse>> RangeAsync(RangeRequest request, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if ((Closed ?? TxnChecks.Check(request)) is { } refused) return new(refused);
        return new(RangeReader.Read(State, request));
    }

    public ValueTask<StoreResult<PutResponse>> PutAsync(PutRequest request, CancellationToken cancel) =>
        TxnChecks.Check(request, Writes.Limits) is { } refused ? new(refused) : SubmitAsync<PutWrite, PutResponse>(new(request), cancel);

    public ValueTask<StoreResult<DeleteResponse>> DeleteAsync(DeleteRequest request, CancellationToken cancel) =>
        TxnChecks.Check(request) is { } refused ? new(refused) : SubmitAsync<DeleteWrite, DeleteResponse>(new(request), cancel);

    public ValueTask<StoreResult<TxnResponse>> TxnAsync(TxnRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (TxnChecks.CheckShape(request, Writes.Limits) is { } malformed) return new(malformed);
        return SubmitAsync<TxnWrite, TxnResponse>(new(request, (int)TxnChecks.SizeOf(request)), cancel);
    }

    public ValueTask<StoreResult<IWatch>> WatchAsync(WatchRequest request, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (Closed is { } closed) return new(closed);
        if (request.Keys.Start.IsEmpty) return new(new StoreError.Invalid("a watch needs a key to start at; for all keys use the key of one zero byte"));
        var watch = new LocalWatch(State, Cleaner, Watches, request);
        Watches.Add(watch);
        watch.CheckStart();
        if (Closed is not null) watch.Close();
        return new(new StoreResult<IWatch>(watch));
    }

    public ValueTask<StoreResult<Revision>> CompactAsync(Revision revision, CancellationToken cancel) =>
        SubmitAsync<CompactWrite, Revision>(new(revision), cancel);

    public ValueTask<StoreResult<LeaseGrant>> GrantLeaseAsync(LeaseId id, long ttlSeconds, CancellationToken cancel) =>
        SubmitAsync<GrantWrite, LeaseGrant>(new(id, ttlSeconds), cancel);

    public ValueTask<StoreResult<Revision>> RevokeLeaseAsync(LeaseId id, CancellationToken cancel) =>
        SubmitAsync<RevokeWrite, Revision>(new(id), cancel);

    public ValueTask<StoreResult<LeaseGrant>> KeepLeaseAliveAsync(LeaseId id, CancellationToken cancel) =>
        SubmitAsync<KeepAliveWrite, LeaseGrant>(new(id), cancel);

    public ValueTask<StoreResult<LeaseStatus>> GetLeaseAsync(LeaseId id, bool withKeys, CancellationToken cancel) =>
        SubmitAsync<GetLeaseQuestion, LeaseStatus>(new(id, withKeys), cancel);

    public ValueTask<StoreResult<ImmutableArray<LeaseId>>> ListLeasesAsync(CancellationToken cancel) =>
        SubmitAsync<ListLeasesQuestion, ImmutableArray<LeaseId>>(default, cancel);

    public abstract ValueTask<StoreResult<StoreStatus>> GetStatusAsync(CancellationToken cancel);

    public abstract ValueTask<StoreResult<StoreStatus>> DefragmentAsync(CancellationToken cancel);

    public abstract ValueTask DisposeAsync();

    private protected abstract ValueTask<StoreResult<T>> SubmitAsync<TWrite, T>(TWrite write, CancellationToken cancel)
        where TWrite : struct, IWrite<T>;
}
