using System.Collections.Immutable;
using Kybernet.Base;

namespace Kybernet.Store.Etcd;

/// <summary>
/// A compare-and-swap of one key whose answer was lost with the member that had it. It can be repeated, and it leaves its mark: the first
/// change of the key after the revision it compared with is its own, or it never happens.
/// </summary>
internal sealed class LostSwap
{
    private readonly Bytes _key;
    private readonly Revision _compared;
    private readonly Bytes? _put;

    private LostSwap(Bytes key, Revision compared, Bytes? put) => (_key, _compared, _put) = (key, compared, put);

    /// <summary>Null when the transaction is of another form.</summary>
    public static LostSwap? Of(TxnRequest request)
    {
        if (request is not { Compares: [{ Target: CompareTarget.ModRevision, Relation: CompareRelation.Equal, Keys.IsSingle: true } compare] })
            return null;
        var (key, revision) = (compare.Keys.Start, new Revision(compare.Number));
        return request.Success switch
        {
            [TxnOperation.Put { Request: { Lease.IsNone: true, ReturnPrevious: false, IgnoreValue: false, IgnoreLease: false } put }]
                when put.Key == key => new(key, revision, put.Value),
            [TxnOperation.Delete { Request: { ReturnPrevious: false } delete }]
                when delete.Keys == KeyRange.Single(key) && !revision.IsNone => new(key, revision, null),
            _ => null,
        };
    }

    /// <summary>Looks whether it took effect.</summary>
    /// <returns>The answer that was lost; null when it has not taken effect, by now.</returns>
    public async ValueTask<StoreResult<TxnResponse?>> FindAsync(IStore store, CancellationToken cancel)
    {
        var read = await store.RangeAsync(new(KeyRange.Single(_key)), cancel);
        if (!read.TryGet(out var found, out var error)) return error;
        var revision = found.Items is [var item] ? item.ModRevision : Revision.None;
        if (revision == _compared) return new((TxnResponse?)null);
        // The history of a key that was not there cannot be asked for without knowing where it begins.
        if (_compared.IsNone) return new(found.Items is [var made] && made.Value == _put ? Done(made.ModRevision) : null);
        var opened = await store.WatchAsync(new(KeyRange.Single(_key)) { StartRevision = _compared.Next }, cancel);
        if (!opened.TryGet(out var watch, out error)) return error;
        await using (watch)
        {
            while (true)
            {
                var message = await watch.ReadAsync(cancel);
                if (message.Error is { } broken) return broken;
                if (message.Events is [var first, ..]) return new(IsOwn(first) ? Done(first.Revision) : null);
            }
        }
    }

    private bool IsOwn(WatchEvent change) =>
        _put is { } value ? change.Kind == WatchEventKind.Put && change.Current.Value == value : change.Kind == WatchEventKind.Delete;

    private TxnResponse Done(Revision revision)
    {
        TxnOutcome outcome = _put is null
            ? new TxnOutcome.Delete(new(revision, 1, []))
            : new TxnOutcome.Put(new(revision, null));
        return new(revision, true, ImmutableArray.Create(outcome));
    }
}
