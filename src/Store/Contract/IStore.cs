using System.Collections.Immutable;

namespace Kybernet.Store;

/// <summary>Keys, revisions, bytes: etcd's contract, whatever engine is behind it.</summary>
/// <remarks>
/// <para><b>Order.</b> All changes are in one sequence, numbered by revision without gaps. Every request is linearizable: it
/// takes effect at one instant between call and answer (a <see cref="RangeRequest.Serializable"/> range on a cluster
/// excepted). A change is answered when it is durable, and seen by no one, reader or watch, before that.</para>
/// <para><b>Failure.</b> What can be expected to go wrong is a <see cref="StoreError"/>. Cancelling a change leaves open
/// whether it takes effect. All methods may be called from any thread; each returned task may be awaited once.</para>
/// <para><b>Memory.</b> Keys and values handed in belong to the store from then on; those handed out are shared: nobody changes them.</para>
/// </remarks>
public interface IStore : IAsyncDisposable
{
    /// <summary>Reads a range at one revision. Errors: Compacted, FutureRevision, Unavailable.</summary>
    ValueTask<StoreResult<RangeResponse>> RangeAsync(RangeRequest request, CancellationToken cancel);

    /// <summary>Sets one key. Errors: LeaseNotFound, KeyNotFound, TooLarge, Invalid, Unavailable.</summary>
    ValueTask<StoreResult<PutResponse>> PutAsync(PutRequest request, CancellationToken cancel);

    /// <summary>Deletes the keys of a range. Errors: Invalid, Unavailable.</summary>
    ValueTask<StoreResult<DeleteResponse>> DeleteAsync(DeleteRequest request, CancellationToken cancel);

    /// <summary>
    /// Conditions, then one of two branches. Errors: those of the operations; any error of any operation of the branch
    /// taken means the whole transaction did nothing.
    /// </summary>
    ValueTask<StoreResult<TxnResponse>> TxnAsync(TxnRequest request, CancellationToken cancel);

    /// <summary>
    /// Opens a watch. When the task completes the watch is in place: every change after that is seen. A start revision that
    /// is compacted is not an error here but the watch's first message.
    /// </summary>
    ValueTask<StoreResult<IWatch>> WatchAsync(WatchRequest request, CancellationToken cancel);

    /// <summary>
    /// Forgets history: afterwards no revision older than <paramref name="revision"/> can be read, and a watch can start
    /// at it but not before. What is live stays. Returns the store's current revision when the compaction is decided and
    /// durable; space is given back in the background.
    /// Errors: Compacted (already at or past it), FutureRevision, Unavailable.
    /// </summary>
    ValueTask<StoreResult<Revision>> CompactAsync(Revision revision, CancellationToken cancel);

    /// <summary>
    /// Grants a lease. With <see cref="LeaseId.None"/> the store chooses the id. Errors: LeaseExists, Invalid (time to
    /// live under 1 second), TooLarge (over <see cref="StoreLimits.MaxLeaseTtlSeconds"/>), Unavailable.
    /// </summary>
    ValueTask<StoreResult<LeaseGrant>> GrantLeaseAsync(LeaseId id, long ttlSeconds, CancellationToken cancel);

    /// <summary>
    /// Ends a lease: its keys are deleted in one transaction. Returns the revision of that, or the current one when there
    /// were no keys. Errors: LeaseNotFound, Unavailable.
    /// </summary>
    ValueTask<StoreResult<Revision>> RevokeLeaseAsync(LeaseId id, CancellationToken cancel);

    /// <summary>Gives a lease its whole time to live again. Errors: LeaseNotFound, Unavailable.</summary>
    ValueTask<StoreResult<LeaseGrant>> KeepLeaseAliveAsync(LeaseId id, CancellationToken cancel);

    /// <summary>How a lease stands, with its keys if asked for. Errors: LeaseNotFound, Unavailable.</summary>
    ValueTask<StoreResult<LeaseStatus>> GetLeaseAsync(LeaseId id, bool withKeys, CancellationToken cancel);

    /// <summary>The ids of all leases there are, in no order.</summary>
    ValueTask<StoreResult<ImmutableArray<LeaseId>>> ListLeasesAsync(CancellationToken cancel);

    /// <summary>How the store is. Answers also while writes are refused.</summary>
    ValueTask<StoreResult<StoreStatus>> GetStatusAsync(CancellationToken cancel);

    /// <summary>Gives all room that holds no data back to the disk; returns when that is done. Reads and writes go on.</summary>
    ValueTask<StoreResult<StoreStatus>> DefragmentAsync(CancellationToken cancel);
}
