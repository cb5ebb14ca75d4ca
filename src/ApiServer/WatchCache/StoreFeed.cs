using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using Kybernet.Base;
using Kybernet.Machinery.Objects;
using Kybernet.Store;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.WatchCache;

/// <summary>Reads the store once for all caches: everything under the prefix at start, then every change in order.</summary>
/// <remarks>
/// One reader for all resources gives one applied revision for all: a bookmark of a quiet resource moves with the busy ones, and
/// waiting for a revision needs no question to the store.
/// </remarks>
public sealed partial class StoreFeed : IFreshness, IAsyncDisposable
{
    private const int PageSize = 5_000;

    // Watches that a restart cut off go on where they were, if that is no further back. Reading a change again takes some microseconds.
    private const int Replayed = 4_000;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly IStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly string _prefix;
    private readonly ConcurrentDictionary<string, ResourceCache[]> _caches = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<byte[], PendingWrite> _pending = new(ReferenceEqualityComparer.Instance);

    // Engines in this process hand back the very bytes they were given; what came back as other bytes is dropped from here.
    private readonly ConcurrentQueue<(byte[] Bytes, long Revision)> _written = new();
    private readonly Broadcast _moved = new();
    private readonly CancellationTokenSource _stop = new();

    // Held while changes are taken in, and while caches come and go.
    private readonly Lock _gate = new();
    private readonly HashSet<ResourceCache> _touched = [];
    private Task _loop = Task.CompletedTask;
    private long _applied;

    /// <param name="store">The store; stays the caller's.</param>
    /// <param name="prefix">What all keys begin with, with its slash: <c>/registry/</c>.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where the feed says what went wrong.</param>
    public StoreFeed(IStore store, string prefix, TimeProvider time, ILoggerFactory loggers)
    {
        _store = store;
        _prefix = prefix;
        _time = time;
        _log = loggers.CreateLogger<StoreFeed>();
    }

    /// <summary>All caches know everything up to this revision.</summary>
    public long Applied => Volatile.Read(ref _applied);

    /// <summary>A cache of the keys under <c>prefix + path</c>: one for each version of a kind. Before <see cref="StartAsync"/>.</summary>
    public ResourceCache Add(string path, StoredDecoder decode)
    {
        var cache = new ResourceCache(this, _prefix + path + "/", decode, _time);
        _caches.AddOrUpdate(path, [cache], (_, caches) => [.. caches, cache]);
        return cache;
    }

    /// <summary>Fills the caches and goes on with the changes. Throws when the store cannot be read.</summary>
    /// <remarks>The state they begin with is one of some thousand changes ago, so that clients of the server's last life miss none.</remarks>
    public async Task StartAsync(CancellationToken cancel)
    {
        var status = await _store.GetStatusAsync(cancel);
        if (status.Error is { } error) throw Unreadable(error);
        await CheckReadableAsync(cancel);
        var now = status.Value.Revision;
        var past = Math.Max(now.Value - Replayed, Math.Max(status.Value.CompactedRevision.Value, Revision.Initial.Value));
        // An etcd does not tell how far it was compacted before it is asked for more.
        if (await TryLoadAsync(new(past), cancel) is { } compacted && await TryLoadAsync(compacted, cancel) is not null) await LoadAsync(cancel);
        await FollowOnceAsync(now.Value, cancel);
        _loop = FollowAsync(_stop.Token);
    }

    /// <summary>Waits until all caches know everything up to the revision.</summary>
    public async ValueTask WaitForAsync(long revision, CancellationToken cancel)
    {
        while (Applied < revision)
        {
            var moved = _moved.Next;
            if (Applied >= revision) return;
            await moved.WaitAsync(cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    /// <summary>Announces an object before it is written, so that it need not be decoded when it comes back.</summary>
    internal PendingWrite Announce(ResourceCache cache, string key, IObject value, byte[] bytes)
    {
        var pending = new PendingWrite(cache, key, value);
        _pending[bytes] = pending;
        return pending;
    }

    /// <summary>The write failed.</summary>
    internal void Forget(byte[] bytes) => _pending.TryRemove(bytes, out _);

    /// <summary>The write is in the store: what was announced is kept until the feed has come past it.</summary>
    internal void Written(byte[] bytes, long revision)
    {
        if (revision > Applied) _written.Enqueue((bytes, revision));
        else Forget(bytes);
    }

    /// <summary>Follows for as long as the server runs: without it every list and watch would wait for ever.</summary>
    private async Task FollowAsync(CancellationToken cancel)
    {
        var failures = 0;
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                if (failures > 1) await Task.Delay(RetryDelay, _time, cancel);
                await FollowOnceAsync(long.MaxValue, cancel);
                failures = 0;
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (IOException e)
            {
                failures++;
                StoreFeedLog.Interrupted(_log, e.Message);
            }
            catch (Exception e)
            {
                // What the caches hold may be half a change: start over from the store.
                failures++;
                StoreFeedLog.Broken(_log, e);
                await LoadAgainAsync(cancel);
            }
        }
    }

    private async Task LoadAgainAsync(CancellationToken cancel)
    {
        try
        {
            _touched.Clear();
            await LoadAsync(cancel);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The watch that comes next says what is the matter.
        }
    }

    /// <summary>
    /// Follows from what is applied to the revision, until the watch breaks (it throws), or until history it needed is gone and all is
    /// loaded anew.
    /// </summary>
    private async Task FollowOnceAsync(long end, CancellationToken cancel)
    {
        if (Applied >= end) return;
        var opened = await _store.WatchAsync(new(KeyRange.Prefix(Bytes.Of(_prefix))) { StartRevision = new(Applied + 1) }, cancel);
        if (opened.Error is { } error) throw new IOException(error.Message);
        await using var watch = opened.Value;
        while (Applied < end)
        {
            var message = await watch.ReadAsync(cancel);
            if (message.Error is StoreError.Compacted)
            {
                await LoadAsync(cancel);
                return;
            }

            if (message.Error is { } broken) throw new IOException(broken.Message);
            lock (_gate)
            {
                foreach (var change in message.Events) Apply(change);
                Publish(message.Revision.Value);
            }
        }
    }

    private void Apply(WatchEvent change)
    {
        if (!TryFind(change.Current.Key, out var caches, out var key)) return;
        PendingWrite? pending = null;
        if (change.Kind != WatchEventKind.Delete && MemoryMarshal.TryGetArray(change.Current.Value.Memory, out var bytes))
            _pending.TryRemove(bytes.Array!, out pending);
        foreach (var cache in caches)
        {
            if (cache.Late is { } late)
            {
                late.Add(change);
                continue;
            }

            _touched.Add(cache);
            if (change.Kind == WatchEventKind.Delete) cache.Remove(key, change.Revision.Value);
            else if (pending?.Cache == cache) cache.Set(pending.At(change.Revision.Value));
            else if (Read(cache, change.Current) is { } value) cache.Set(new(key, value, change.Revision.Value));
        }
    }

    private void Publish(long revision)
    {
        _touched.RemoveWhere(static cache => !cache.Publish());
        Volatile.Write(ref _applied, revision);
        foreach (var cache in _touched) cache.Wake();
        _touched.Clear();
        while (_written.TryPeek(out var done) && done.Revision <= revision && _written.TryDequeue(out done)) Forget(done.Bytes);
        _moved.Send();
    }

    // A resource's path is one segment, or two (services/specs, and group/plural of custom resources).
    private bool TryFind(Bytes storeKey, out ResourceCache[] caches, out string key)
    {
        var text = Encoding.UTF8.GetString(storeKey.Span);
        var start = _prefix.Length;
        var lookup = _caches.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var end = text.IndexOf('/', start); end > 0; end = text.IndexOf('/', end + 1))
        {
            if (!lookup.TryGetValue(text.AsSpan(start, end - start), out caches!)) continue;
            key = text[(end + 1)..];
            return true;
        }

        (caches, key) = ([], "");
        return false;
    }
}
