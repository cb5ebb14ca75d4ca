using Kybernet.Base;
using Kybernet.Store;

namespace Kybernet.ApiServer.WatchCache;

/// <content>Caches that come and go while the feed runs: those of custom resources.</content>
public sealed partial class StoreFeed
{
    // Counts how often all caches were filled anew; guarded by the gate.
    private int _generation;

    /// <summary>Caches of the keys under <c>prefix + path</c>, filled when it returns. After <see cref="StartAsync"/>.</summary>
    public async Task<IReadOnlyList<ResourceCache>> AddLateAsync(string path, IReadOnlyList<StoredDecoder> decoders, CancellationToken cancel)
    {
        List<ResourceCache> added = [.. decoders.Select(decode => new ResourceCache(this, _prefix + path + "/", decode, _time) { Late = [] })];
        lock (_gate) _caches.AddOrUpdate(path, [.. added], (_, caches) => [.. caches, .. added]);
        try
        {
            while (!await TryFillAsync(added, cancel)) await Task.Yield();
        }
        catch
        {
            Remove(path, added);
            throw;
        }

        return added;
    }

    /// <summary>The caches take in nothing any more; watches of them end.</summary>
    public void Remove(string path, IReadOnlyList<ResourceCache> gone)
    {
        lock (_gate)
        {
            if (!_caches.TryGetValue(path, out var caches)) return;
            ResourceCache[] kept = [.. caches.Except(gone)];
            if (kept.Length == 0) _caches.TryRemove(path, out _);
            else _caches[path] = kept;
            foreach (var cache in gone) cache.Reset(SortedObjects.Empty, Applied);
            _touched.ExceptWith(gone);
        }
    }

    /// <summary>Reads the state all other caches have; what changes meanwhile waits in the caches. False when that state is no longer kept.</summary>
    private async Task<bool> TryFillAsync(List<ResourceCache> added, CancellationToken cancel)
    {
        long start;
        int generation;
        lock (_gate)
        {
            (start, generation) = (Applied, _generation);
            foreach (var cache in added) cache.Late!.Clear();
        }

        var objects = added.ToDictionary(static cache => cache, static _ => new List<StoredObject>());
        await foreach (var page in PagesAsync(KeyRange.Prefix(Bytes.Of(added[0].Prefix)), new(start), cancel))
        {
            if (page.Error is StoreError.Compacted) return false;
            if (page.Error is { } error) throw Unreadable(error);
            foreach (var item in page.Value.Items) Load(item, objects, added);
        }

        lock (_gate)
        {
            if (generation != _generation) return false;
            foreach (var cache in added) Finish(cache, objects[cache], start);
        }

        return true;
    }

    private void Finish(ResourceCache cache, List<StoredObject> objects, long start)
    {
        var late = cache.Late!;
        cache.Late = null;
        cache.Reset(Sorted(objects), start);
        foreach (var change in late)
        {
            if (!TryFind(change.Current.Key, out _, out var key)) continue;
            if (change.Kind == WatchEventKind.Delete) cache.Remove(key, change.Revision.Value);
            else if (Read(cache, change.Current) is { } value) cache.Set(new(key, value, change.Revision.Value));
        }

        cache.Publish();
        cache.Wake();
    }
}
