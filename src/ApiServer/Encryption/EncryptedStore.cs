using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Kybernet.Base;
using Kybernet.Machinery.Kinds;
using Kybernet.Store;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Encryption;

/// <summary>
/// A store whose values of some resources are hidden in the store behind it. What is above sees them as they are; what is below, its files,
/// its watches and its snapshots, never does. Upstream: the transformers of <c>storage/etcd3</c>.
/// </summary>
/// <remarks>
/// A value that nobody here can show is handed on as it is stored: whoever decodes it fails, and nothing is overwritten.
/// The store behind stays the caller's.
/// </remarks>
internal sealed class EncryptedStore : IStore
{
    private readonly IStore _inner;
    private readonly string _prefix;
    private readonly IReadOnlyDictionary<string, GroupResource> _paths;
    private readonly ILogger _log;

    // By key, for hidden resources: the mark of the stored value. Bounded by the objects there are.
    private readonly ConcurrentDictionary<string, ReadOnlyMemory<byte>> _storedWith = new(StringComparer.Ordinal);
    private EncryptionKeys _keys;
    private EncryptionKeys? _former;

    /// <param name="inner">Where the values are.</param>
    /// <param name="prefix">What all keys begin with: <c>/registry/</c>.</param>
    /// <param name="paths">The resources by where they lie under the prefix: <c>services/specs</c>.</param>
    /// <param name="keys">The keys to begin with.</param>
    /// <param name="log">Takes values that cannot be shown.</param>
    public EncryptedStore(IStore inner, string prefix, IReadOnlyDictionary<string, GroupResource> paths, EncryptionKeys keys, ILogger log)
    {
        (_inner, _prefix, _paths, _keys, _log) = (inner, prefix, paths, keys, log);
    }

    /// <summary>What keeps values from being hidden or shown now; null when nothing does.</summary>
    public string? Problem => Volatile.Read(ref _keys).Problem;

    /// <summary>Asks the services of the keys.</summary>
    public Task StartAsync(CancellationToken cancel) => _keys.StartAsync(cancel);

    /// <summary>From now on values are hidden with these keys; those there are read with them too, so old keys must be among them.</summary>
    public async Task ReplaceAsync(EncryptionKeys keys)
    {
        // The keys before may still be at work, those before them are not.
        if (_former is not null) await _former.DisposeAsync();
        _former = Interlocked.Exchange(ref _keys, keys);
    }

    /// <summary>The value was not hidden as it would be now: it should be written anew at the next chance.</summary>
    public bool IsStale(string key)
    {
        if (KeysOf(key) is not { } keys || !_storedWith.TryGetValue(key, out var mark)) return false;
        return !mark.Span.SequenceEqual(keys.Writer.Mark.Span);
    }

    public async ValueTask<StoreResult<RangeResponse>> RangeAsync(RangeRequest request, CancellationToken cancel)
    {
        var read = await _inner.RangeAsync(request, cancel);
        if (!read.IsOk || request.KeysOnly) return read;
        if (await PrepareAsync(read.Value.Items, false, cancel) is { } error) return error;
        return Shown(read.Value);
    }

    public async ValueTask<StoreResult<PutResponse>> PutAsync(PutRequest request, CancellationToken cancel)
    {
        if (!TryHide(() => Hidden(request), out var hidden, out var refused)) return refused;
        var put = await _inner.PutAsync(hidden, cancel);
        if (!put.IsOk) return put;
        if (await PrepareAsync([put.Value.Previous], true, cancel) is { } error) return error;
        return put.Value with { Previous = Shown(put.Value.Previous) };
    }

    public async ValueTask<StoreResult<DeleteResponse>> DeleteAsync(DeleteRequest request, CancellationToken cancel)
    {
        var deleted = await _inner.DeleteAsync(request, cancel);
        if (!deleted.IsOk) return deleted;
        if (await PrepareAsync(deleted.Value.Previous.IsDefault ? [] : deleted.Value.Previous, true, cancel) is { } error) return error;
        return deleted.Value with { Previous = Shown(deleted.Value.Previous) };
    }

    public async ValueTask<StoreResult<TxnResponse>> TxnAsync(TxnRequest request, CancellationToken cancel)
    {
        if (!TryHide(() => request with { Success = Hidden(request.Success), Failure = Hidden(request.Failure) }, out var hidden, out var refused))
            return refused;
        var done = await _inner.TxnAsync(hidden, cancel);
        if (!done.IsOk) return done;
        if (await PrepareAsync(done.Value.Outcomes.SelectMany(ItemsOf), true, cancel) is { } error) return error;
        return done.Value with { Outcomes = [.. done.Value.Outcomes.Select(Shown)] };
    }

    public async ValueTask<StoreResult<IWatch>> WatchAsync(WatchRequest request, CancellationToken cancel)
    {
        var opened = await _inner.WatchAsync(request, cancel);
        return opened.TryGet(out var watch, out var error) ? new StoreResult<IWatch>(new EncryptedWatch(watch, this)) : error;
    }

    public ValueTask<StoreResult<Revision>> CompactAsync(Revision revision, CancellationToken cancel) => _inner.CompactAsync(revision, cancel);

    public ValueTask<StoreResult<LeaseGrant>> GrantLeaseAsync(LeaseId id, long ttlSeconds, CancellationToken cancel) =>
        _inner.GrantLeaseAsync(id, ttlSeconds, cancel);

    public ValueTask<StoreResult<Revision>> RevokeLeaseAsync(LeaseId id, CancellationToken cancel) => _inner.RevokeLeaseAsync(id, cancel);

    public ValueTask<StoreResult<LeaseGrant>> KeepLeaseAliveAsync(LeaseId id, CancellationToken cancel) => _inner.KeepLeaseAliveAsync(id, cancel);

    public ValueTask<StoreResult<LeaseStatus>> GetLeaseAsync(LeaseId id, bool withKeys, CancellationToken cancel) =>
        _inner.GetLeaseAsync(id, withKeys, cancel);

    public ValueTask<StoreResult<ImmutableArray<LeaseId>>> ListLeasesAsync(CancellationToken cancel) => _inner.ListLeasesAsync(cancel);

    public ValueTask<StoreResult<StoreStatus>> GetStatusAsync(CancellationToken cancel) => _inner.GetStatusAsync(cancel);

    public ValueTask<StoreResult<StoreStatus>> DefragmentAsync(CancellationToken cancel) => _inner.DefragmentAsync(cancel);

    /// <summary>The keys stop; the store behind stays the caller's.</summary>
    public async ValueTask DisposeAsync()
    {
        await _keys.DisposeAsync();
        if (_former is not null) await _former.DisposeAsync();
    }

    /// <summary>Asks for what values need to be shown. What is wrong, or null.</summary>
    /// <param name="items">The values; the ones that are null are nothing.</param>
    /// <param name="isWritten">They are the answer to a write, which was done.</param>
    /// <param name="cancel">Gives up.</param>
    internal async ValueTask<StoreError?> PrepareAsync(IEnumerable<KeyValue?> items, bool isWritten, CancellationToken cancel)
    {
        if (!Volatile.Read(ref _keys).HasServices) return null;
        foreach (var item in items)
        {
            if (item is null || item.Value.IsEmpty || KeysOf(TextOf(item.Key)) is not { } keys) continue;
            try
            {
                await keys.PrepareAsync(item.Value.Memory, cancel);
            }
            catch (IOException failure)
            {
                EncryptionLog.Unreadable(_log, TextOf(item.Key), failure.Message);
                return new StoreError.Unavailable(UnavailableReason.Unreachable, "a key management service does not answer", isWritten);
            }
        }

        return null;
    }

    /// <summary>A change as it is above.</summary>
    internal WatchEvent Shown(WatchEvent change)
    {
        if (change.Kind != WatchEventKind.Delete) return change with { Current = Shown(change.Current)!, Previous = Shown(change.Previous) };
        _storedWith.TryRemove(TextOf(change.Current.Key), out _);
        return change with { Previous = Shown(change.Previous) };
    }

    private RangeResponse Shown(RangeResponse read) => read with { Items = Shown(read.Items) };

    private ImmutableArray<KeyValue> Shown(ImmutableArray<KeyValue> items) => items.IsDefaultOrEmpty ? items : [.. items.Select(item => Shown(item)!)];

    private TxnOutcome Shown(TxnOutcome outcome) => outcome switch
    {
        TxnOutcome.Range range => new TxnOutcome.Range(Shown(range.Response)),
        TxnOutcome.Put put => new TxnOutcome.Put(put.Response with { Previous = Shown(put.Response.Previous) }),
        TxnOutcome.Delete delete => new TxnOutcome.Delete(delete.Response with { Previous = Shown(delete.Response.Previous) }),
        _ => outcome,
    };

    private KeyValue? Shown(KeyValue? item)
    {
        if (item is null || item.Value.IsEmpty) return item;
        var key = TextOf(item.Key);
        if (KeysOf(key) is not { } keys) return item;
        try
        {
            var (value, by) = keys.Show(item.Value.Span, item.Key.Span);
            _storedWith[key] = by.MarkOf(item.Value.Span[by.Prefix.Length..]);
            return by.Prefix.IsEmpty ? item : item with { Value = value };
        }
        catch (CryptographicException failure)
        {
            EncryptionLog.Unreadable(_log, key, failure.Message);
            return item;
        }
    }

    private ImmutableArray<TxnOperation> Hidden(ImmutableArray<TxnOperation> operations)
    {
        foreach (var operation in operations)
            if (operation is TxnOperation.Put { Request: var put } && KeysOf(TextOf(put.Key)) is not null)
                return [.. operations.Select(one => one is TxnOperation.Put it ? new TxnOperation.Put(Hidden(it.Request)) : one)];
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

    private PutRequest Hidden(PutRequest request)
    {
        if (request.IgnoreValue || KeysOf(TextOf(request.Key)) is not { } keys || keys.Writer.Prefix.IsEmpty) return request;
        return request with { Value = keys.Writer.Hide(request.Value.Span, request.Key.Span) };
    }

    private static string TextOf(Bytes key) => Encoding.UTF8.GetString(key.Span);

    /// <summary>A resource's path is one segment, or two: of services, and of custom resources.</summary>
    private ResourceKeys? KeysOf(string key)
    {
        if (!key.StartsWith(_prefix, StringComparison.Ordinal)) return null;
        var end = key.IndexOf('/', _prefix.Length);
        if (end < 0) return null;
        var first = key[_prefix.Length..end];
        if (_paths.TryGetValue(first, out var resource)) return Volatile.Read(ref _keys).Find(resource);
        var next = key.IndexOf('/', end + 1);
        if (next < 0) return null;
        var second = key[(end + 1)..next];
        return Volatile.Read(ref _keys).Find(_paths.TryGetValue($"{first}/{second}", out resource) ? resource : new(first, second));
    }
}
