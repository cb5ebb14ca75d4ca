using System.Collections.Concurrent;
using System.Collections.Immutable;
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

    // By key, for hidden resources: what the stored value begins with. Bounded by the objects there are.
    private readonly ConcurrentDictionary<string, ReadOnlyMemory<byte>> _storedWith = new(StringComparer.Ordinal);
    private EncryptionKeys _keys;

    /// <param name="inner">Where the values are.</param>
    /// <param name="prefix">What all keys begin with: <c>/registry/</c>.</param>
    /// <param name="paths">The resources by where they lie under the prefix: <c>services/specs</c>.</param>
    /// <param name="keys">The keys to begin with.</param>
    /// <param name="log">Takes values that cannot be shown.</param>
    public EncryptedStore(IStore inner, string prefix, IReadOnlyDictionary<string, GroupResource> paths, EncryptionKeys keys, ILogger log)
    {
        (_inner, _prefix, _paths, _keys, _log) = (inner, prefix, paths, keys, log);
    }

    /// <summary>From now on values are hidden with these keys; those there are read with them too, so old keys must be among them.</summary>
    public void Replace(EncryptionKeys keys) => Volatile.Write(ref _keys, keys);

    /// <summary>The value was not hidden as it would be now: it should be written anew at the next chance.</summary>
    public bool IsStale(string key)
    {
        if (KeysOf(key) is not { } keys || !_storedWith.TryGetValue(key, out var prefix)) return false;
        return !prefix.Span.SequenceEqual(keys.Writer.Prefix.Span);
    }

    public async ValueTask<StoreResult<RangeResponse>> RangeAsync(RangeRequest request, CancellationToken cancel)
    {
        var read = await _inner.RangeAsync(request, cancel);
        return read.IsOk && !request.KeysOnly ? Shown(read.Value) : read;
    }

    public async ValueTask<StoreResult<PutResponse>> PutAsync(PutRequest request, CancellationToken cancel)
    {
        var put = await _inner.PutAsync(Hidden(request), cancel);
        return put.IsOk ? put.Value with { Previous = Shown(put.Value.Previous) } : put;
    }

    public async ValueTask<StoreResult<DeleteResponse>> DeleteAsync(DeleteRequest request, CancellationToken cancel)
    {
        var deleted = await _inner.DeleteAsync(request, cancel);
        return deleted.IsOk ? deleted.Value with { Previous = Shown(deleted.Value.Previous) } : deleted;
    }

    public async ValueTask<StoreResult<TxnResponse>> TxnAsync(TxnRequest request, CancellationToken cancel)
    {
        var hidden = request with { Success = Hidden(request.Success), Failure = Hidden(request.Failure) };
        var done = await _inner.TxnAsync(hidden, cancel);
        return done.IsOk ? done.Value with { Outcomes = [.. done.Value.Outcomes.Select(Shown)] } : done;
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

    public ValueTask DisposeAsync() => default;

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
            _storedWith[key] = by.Prefix;
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
