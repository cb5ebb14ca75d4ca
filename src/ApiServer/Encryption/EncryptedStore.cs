using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Kybernet.Store;

namespace Kybernet.ApiServer.Encryption;

/// <summary>
/// A store whose values of some resources are hidden in the store behind it. What is above sees them as they are; what is below, its files,
/// its watches and its snapshots, never does. Upstream: the transformers of <c>storage/etcd3</c>.
/// </summary>
/// <remarks>
/// A value that nobody here can show is handed on as it is stored: whoever decodes it fails, and nothing is overwritten.
/// The store behind stays the caller's.
/// </remarks>
/// <param name="inner">The store behind.</param>
/// <param name="values">Hides and shows; this store owns it.</param>
internal sealed class EncryptedStore(IStore inner, StoredValues values) : IStore
{
    public StoredValues Values => values;

    public ValueTask<StoreResult<RangeResponse>> RangeAsync(RangeRequest request, CancellationToken cancel) =>
        request.KeysOnly || IsPlain(request.Keys)
            ? inner.RangeAsync(request, cancel)
            : RangeShownAsync(request, cancel);

    private async ValueTask<StoreResult<RangeResponse>> RangeShownAsync(RangeRequest request, CancellationToken cancel)
    {
        var read = await inner.RangeAsync(request, cancel);
        if (!read.IsOk) return read;
        if (await values.PrepareAsync(read.Value.Items, false, cancel) is { } error) return error;
        return Shown(read.Value);
    }

    public async ValueTask<StoreResult<PutResponse>> PutAsync(PutRequest request, CancellationToken cancel)
    {
        if (!TryHide(() => values.Hide(request), out var hidden, out var refused)) return refused;
        var put = await inner.PutAsync(hidden, cancel);
        if (!put.IsOk) return put;
        if (await values.PrepareAsync([put.Value.Previous], true, cancel) is { } error) return error;
        return put.Value with { Previous = values.Show(put.Value.Previous) };
    }

    public async ValueTask<StoreResult<DeleteResponse>> DeleteAsync(DeleteRequest request, CancellationToken cancel)
    {
        var deleted = await inner.DeleteAsync(request, cancel);
        if (!deleted.IsOk) return deleted;
        if (await values.PrepareAsync(deleted.Value.Previous.IsDefault ? [] : deleted.Value.Previous, true, cancel) is { } error) return error;
        return deleted.Value with { Previous = Shown(deleted.Value.Previous) };
    }

    public ValueTask<StoreResult<TxnResponse>> TxnAsync(TxnRequest request, CancellationToken cancel) =>
        IsPlain(request.Success) && IsPlain(request.Failure) ? inner.TxnAsync(request, cancel) : TxnHiddenAsync(request, cancel);

    private async ValueTask<StoreResult<TxnResponse>> TxnHiddenAsync(TxnRequest request, CancellationToken cancel)
    {
        if (!TryHide(() => request with { Success = Hidden(request.Success), Failure = Hidden(request.Failure) }, out var hidden, out var refused))
            return refused;
        var done = await inner.TxnAsync(hidden, cancel);
        if (!done.IsOk) return done;
        if (await values.PrepareAsync(done.Value.Outcomes.SelectMany(ItemsOf), true, cancel) is { } error) return error;
        return done.Value with { Outcomes = [.. done.Value.Outcomes.Select(Shown)] };
    }

    public async ValueTask<StoreResult<IWatch>> WatchAsync(WatchRequest request, CancellationToken cancel)
    {
        var opened = await inner.WatchAsync(request, cancel);
        return opened.TryGet(out var watch, out var error) ? new StoreResult<IWatch>(new EncryptedWatch(watch, this)) : error;
    }

    public ValueTask<StoreResult<Revision>> CompactAsync(Revision revision, CancellationToken cancel) => inner.CompactAsync(revision, cancel);

    public ValueTask<StoreResult<LeaseGrant>> GrantLeaseAsync(LeaseId id, long ttlSeconds, CancellationToken cancel) =>
        inner.GrantLeaseAsync(id, ttlSeconds, cancel);

    public ValueTask<StoreResult<Revision>> RevokeLeaseAsync(LeaseId id, CancellationToken cancel) => inner.RevokeLeaseAsync(id, cancel);

    public ValueTask<StoreResult<LeaseGrant>> KeepLeaseAliveAsync(LeaseId id, CancellationToken cancel) => inner.KeepLeaseAliveAsync(id, cancel);

    public ValueTask<StoreResult<LeaseStatus>> GetLeaseAsync(LeaseId id, bool withKeys, CancellationToken cancel) =>
        inner.GetLeaseAsync(id, withKeys, cancel);

    public ValueTask<StoreResult<ImmutableArray<LeaseId>>> ListLeasesAsync(CancellationToken cancel) => inner.ListLeasesAsync(cancel);

    public ValueTask<StoreResult<StoreStatus>> GetStatusAsync(CancellationToken cancel) => inner.GetStatusAsync(cancel);

    public ValueTask<StoreResult<StoreStatus>> DefragmentAsync(CancellationToken cancel) => inner.DefragmentAsync(cancel);

    public ValueTask DisposeAsync() => values.DisposeAsync();

    /// <summary>All of it is one value of a resource that is not hidden, as most are: it goes the shortest way.</summary>
    private bool IsPlain(KeyRange keys) => keys.IsSingle && !values.Hides(keys.Start);

    private bool IsPlain(ImmutableArray<TxnOperation> operations)
    {
        foreach (var operation in operations)
        {
            var isPlain = operation switch
            {
                TxnOperation.Put put => !values.Hides(put.Request.Key),
                TxnOperation.Range range => IsPlain(range.Request.Keys),
                TxnOperation.Delete delete => IsPlain(delete.Request.Keys),
                _ => false,
            };
            if (!isPlain) return false;
        }

        return true;
    }

    /// <inheritdoc cref="StoredValues.PrepareAsync"/>
    internal ValueTask<StoreError?> PrepareAsync(IEnumerable<KeyValue?> items, CancellationToken cancel) => values.PrepareAsync(items, false, cancel);

    /// <summary>A change as it is above.</summary>
    internal WatchEvent Shown(WatchEvent change)
    {
        var isDelete = change.Kind == WatchEventKind.Delete;
        if (isDelete) values.Forget(change.Current.Key);
        var (current, previous) = (isDelete ? change.Current : values.Show(change.Current)!, values.Show(change.Previous));
        var isPlain = ReferenceEquals(current, change.Current) && ReferenceEquals(previous, change.Previous);
        return isPlain ? change : change with { Current = current, Previous = previous };
    }

    private RangeResponse Shown(RangeResponse read) => read with { Items = Shown(read.Items) };

    private ImmutableArray<KeyValue> Shown(ImmutableArray<KeyValue> items)
    {
        if (items.IsDefaultOrEmpty) return items;
        ImmutableArray<KeyValue>.Builder? shown = null;
        for (var i = 0; i < items.Length; i++)
        {
            var item = values.Show(items[i])!;
            if (ReferenceEquals(item, items[i])) continue;
            shown ??= items.ToBuilder();
            shown[i] = item;
        }

        return shown?.MoveToImmutable() ?? items;
    }

    private TxnOutcome Shown(TxnOutcome outcome) => outcome switch
    {
        TxnOutcome.Range range => new TxnOutcome.Range(Shown(range.Response)),
        TxnOutcome.Put put => new TxnOutcome.Put(put.Response with { Previous = values.Show(put.Response.Previous) }),
        TxnOutcome.Delete delete => new TxnOutcome.Delete(delete.Response with { Previous = Shown(delete.Response.Previous) }),
        _ => outcome,
    };

    private ImmutableArray<TxnOperation> Hidden(ImmutableArray<TxnOperation> operations)
    {
        foreach (var operation in operations)
            if (operation is TxnOperation.Put { Request: var put } && values.Hides(put.Key))
                return [.. operations.Select(one => one is TxnOperation.Put it ? new TxnOperation.Put(values.Hide(it.Request)) : one)];
        return operations;
    }

    private static IEnumerable<KeyValue?> ItemsOf(TxnOutcome outcome) => outcome switch
    {
        TxnOutcome.Range range => (IEnumerable<KeyValue?>)range.Response.Items,
        TxnOutcome.Put put => [put.Response.Previous],
        TxnOutcome.Delete delete => delete.Response.Previous.IsDefault ? [] : delete.Response.Previous,
        _ => [],
    };

    private static bool TryHide<T>(Func<T> hide, [MaybeNullWhen(false)] out T hidden, [NotNullWhen(false)] out StoreError? error)
    {
        try
        {
            hidden = hide();
            error = null;
            return true;
        }
        catch (CryptographicException failure)
        {
            hidden = default;
            error = new StoreError.Unavailable(UnavailableReason.Unreachable, $"the value cannot be encrypted: {failure.Message}");
            return false;
        }
    }
}
