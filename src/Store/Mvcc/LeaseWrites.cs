using System.Collections.Immutable;
using Kybernet.Base;

namespace Kybernet.Store.Mvcc;

/// <summary>What each request about leases means. Runs on the writer.</summary>
internal sealed class LeaseWrites(MvccState state, StoreLimits limits, Random ids)
{
    /// <summary>How many leases one pass of expiry ends; the others wait for the next, so that writers do not.</summary>
    private const int ExpiredPerPass = 128;

    public StoreResult<LeaseGrant> Grant(LeaseId id, long ttlSeconds)
    {
        if (ttlSeconds < 1) return new StoreError.Invalid($"a time to live of {ttlSeconds} s: it must be at least 1");
        if (ttlSeconds > limits.MaxLeaseTtlSeconds) return new StoreError.TooLarge("time to live in seconds", ttlSeconds, limits.MaxLeaseTtlSeconds);
        if (id.Value < 0) return new StoreError.Invalid($"lease id {id.Value} is negative");
        if (!id.IsNone && state.Leases.Find(id.Value) is not null) return new StoreError.LeaseExists(id);
        while (id.IsNone || state.Leases.Find(id.Value) is not null) id = new(ids.NextInt64(1, long.MaxValue));
        state.Grant(new(id.Value, ttlSeconds));
        return new LeaseGrant(new(state.Revision), id, ttlSeconds);
    }

    public StoreResult<Revision> Revoke(LeaseId id)
    {
        if (state.Leases.Find(id.Value) is not { } lease) return new StoreError.LeaseNotFound(id);
        return new Revision(End(lease));
    }

    public StoreResult<LeaseGrant> KeepAlive(LeaseId id)
    {
        // Expired but not ended yet is gone already: no caller may see it come back.
        if (state.Leases.Find(id.Value) is not { } lease || state.Leases.IsExpired(lease)) return new StoreError.LeaseNotFound(id);
        state.Leases.Renew(lease);
        return new LeaseGrant(new(state.Revision), id, lease.TtlSeconds);
    }

    public StoreResult<LeaseStatus> Get(LeaseId id, bool withKeys)
    {
        if (state.Leases.Find(id.Value) is not { } lease) return new StoreError.LeaseNotFound(id);
        ImmutableArray<Bytes> keys = withKeys ? [.. lease.Keys.Select(history => new Bytes(history.Key)).Order()] : [];
        return new LeaseStatus(new(state.Revision), id, lease.TtlSeconds, state.Leases.RemainingSeconds(lease), keys);
    }

    public StoreResult<ImmutableArray<LeaseId>> List() => (ImmutableArray<LeaseId>)[.. state.Leases.All.Select(lease => new LeaseId(lease.Id))];

    /// <summary>Ends leases whose time is up; returns how many.</summary>
    public StoreResult<int> Expire()
    {
        var ended = 0;
        while (ended < ExpiredPerPass && state.Leases.NextExpired() is { } lease)
        {
            End(lease);
            ended++;
        }

        return ended;
    }

    private long End(Lease lease)
    {
        state.BeginTxn();
        foreach (var history in lease.Keys.OrderBy(static history => history.Key, KeyOrder).ToArray()) state.Delete(history);
        state.Revoke(lease);
        return state.EndTxn();
    }

    private static readonly Comparer<byte[]> KeyOrder = Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b));
}
