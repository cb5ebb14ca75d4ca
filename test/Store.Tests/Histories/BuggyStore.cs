using System.Collections.Immutable;

namespace Kybernet.Store.Tests.Histories;

/// <summary>A store with one bug of the kinds a store can have, now and then.</summary>
internal sealed class BuggyStore(IStore inner, StoreBug bug, Random random) : IStore
{
    private RangeResponse? _stale;

    private bool Strikes => random.Next(8) == 0;

    public async ValueTask<StoreResult<RangeResponse>> RangeAsync(RangeRequest request, CancellationToken cancel)
    {
        var result = await inner.RangeAsync(request, cancel);
        if (!result.IsOk || !request.Revision.IsNone || !request.Keys.Equals(KeyRange.All) || request.Limit != 0) return result;
        if (bug == StoreBug.StaleRead && _stale is { } stale && Strikes) return stale;
        _stale = result.Value;
        if (bug == StoreBug.LostKeyInList && result.Value.Items.Length > 1 && Strikes)
            return result.Value with { Items = result.Value.Items.RemoveAt(0), Count = result.Value.Count - 1 };
        return result;
    }

    public async ValueTask<StoreResult<PutResponse>> PutAsync(PutRequest request, CancellationToken cancel)
    {
        if (bug == StoreBug.LostWrite && Strikes)
        {
            var status = await inner.GetStatusAsync(cancel);
            return new PutResponse(status.Value.Revision.Next, null);
        }

        if (bug == StoreBug.WriteDoneTwice && Strikes) await inner.PutAsync(request, cancel);
        return await inner.PutAsync(request, cancel);
    }

    public async ValueTask<StoreResult<DeleteResponse>> DeleteAsync(DeleteRequest request, CancellationToken cancel)
    {
        if (bug != StoreBug.DeleteInParts || request.Keys.IsSingle) return await inner.DeleteAsync(request, cancel);
        var found = await inner.RangeAsync(new(request.Keys), cancel);
        if (!found.IsOk) return found.Error;
        var answer = new DeleteResponse(found.Value.Revision, 0, []);
        foreach (var item in found.Value.Items)
        {
            var deleted = await inner.DeleteAsync(new(KeyRange.Single(item.Key)) { ReturnPrevious = request.ReturnPrevious }, cancel);
            if (!deleted.IsOk) return deleted.Error;
            answer = new(deleted.Value.Revision, answer.Deleted + deleted.Value.Deleted, answer.Previous.AddRange(deleted.Value.Previous));
        }

        return answer;
    }

    public ValueTask<StoreResult<TxnResponse>> TxnAsync(TxnRequest request, CancellationToken cancel) =>
        inner.TxnAsync(bug == StoreBug.ConditionIgnored && Strikes ? request with { Compares = [] } : request, cancel);

    public async ValueTask<StoreResult<IWatch>> WatchAsync(WatchRequest request, CancellationToken cancel)
    {
        var result = await inner.WatchAsync(request, cancel);
        return result.IsOk ? new BuggyWatch(result.Value, bug, random) : result;
    }

    public ValueTask<StoreResult<Revision>> CompactAsync(Revision revision, CancellationToken cancel) => inner.CompactAsync(revision, cancel);

    public ValueTask<StoreResult<LeaseGrant>> GrantLeaseAsync(LeaseId id, long ttlSeconds, CancellationToken cancel) =>
        inner.GrantLeaseAsync(id, ttlSeconds, cancel);

    public ValueTask<StoreResult<Revision>> RevokeLeaseAsync(LeaseId id, CancellationToken cancel) => inner.RevokeLeaseAsync(id, cancel);

    public ValueTask<StoreResult<LeaseGrant>> KeepLeaseAliveAsync(LeaseId id, CancellationToken cancel) => inner.KeepLeaseAliveAsync(id, cancel);

    public ValueTask<StoreResult<LeaseStatus>> GetLeaseAsync(LeaseId id, bool withKeys, CancellationToken cancel) => inner.GetLeaseAsync(id, withKeys, cancel);

    public ValueTask<StoreResult<ImmutableArray<LeaseId>>> ListLeasesAsync(CancellationToken cancel) => inner.ListLeasesAsync(cancel);

    public ValueTask<StoreResult<StoreStatus>> GetStatusAsync(CancellationToken cancel) => inner.GetStatusAsync(cancel);

    public ValueTask<StoreResult<StoreStatus>> DefragmentAsync(CancellationToken cancel) => inner.DefragmentAsync(cancel);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private sealed class BuggyWatch(IWatch inner, StoreBug bug, Random random) : IWatch
    {
        private WatchMessage? _again;

        public async ValueTask<WatchMessage> ReadAsync(CancellationToken cancel)
        {
            if (_again is { } again)
            {
                _again = null;
                return again;
            }

            var message = await inner.ReadAsync(cancel);
            if (message.Events.IsDefaultOrEmpty || random.Next(8) != 0) return message;
            switch (bug)
            {
                case StoreBug.EventLost:
                    return message with { Events = message.Events.RemoveAt(0) };
                case StoreBug.EventRepeated:
                    _again = message;
                    return message;
                case StoreBug.MarkAheadOfEvents:
                    _again = message;
                    return message with { Events = [] };
                default:
                    return message;
            }
        }

        public void RequestProgress() => inner.RequestProgress();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
