using System.Runtime.CompilerServices;
using Kybernet.Base;
using Kybernet.Machinery.Objects;
using Kybernet.Store;

namespace Kybernet.ApiServer.WatchCache;

/// <content>Fills the caches with all there is at one revision.</content>
public sealed partial class StoreFeed
{
    /// <summary>A value that cannot be read now (its key is not to be had) ends a start, not the changes that come to it one by one.</summary>
    private async Task CheckReadableAsync(CancellationToken cancel)
    {
        await foreach (var page in PagesAsync(KeyRange.Prefix(Bytes.Of(_prefix)), Revision.None, cancel))
            if (page.Error is { } error) throw Unreadable(error);
    }

    /// <param name="revision">The state of which revision; none for that of now.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Null; or the oldest state there is, when that one is no longer kept.</returns>
    private async Task<Revision?> TryLoadAsync(Revision revision, CancellationToken cancel)
    {
        var objects = new Dictionary<ResourceCache, List<StoredObject>>();
        await foreach (var page in PagesAsync(KeyRange.Prefix(Bytes.Of(_prefix)), revision, cancel))
        {
            if (page.Error is StoreError.Compacted compacted) return compacted.CompactedRevision;
            if (page.Error is { } error) throw Unreadable(error);
            if (revision.IsNone) revision = page.Value.Revision;
            foreach (var item in page.Value.Items) Load(item, objects);
        }

        lock (_gate)
        {
            // A cache that is filled beside the feed fills itself.
            foreach (var cache in _caches.Values.SelectMany(static caches => caches).Where(static cache => cache.Late is null))
                cache.Reset(Sorted(objects.GetValueOrDefault(cache)), revision.Value);
            Volatile.Write(ref _applied, revision.Value);
            _generation++;
        }

        _moved.Send();
        return null;
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        // Compaction may overtake the reading.
        while (await TryLoadAsync(Revision.None, cancel) is not null) await Task.Yield();
    }

    /// <summary>All there is in the range at one revision, the first page's unless given; the last may be an error.</summary>
    private async IAsyncEnumerable<StoreResult<RangeResponse>> PagesAsync(
        KeyRange next, Revision revision, [EnumeratorCancellation] CancellationToken cancel)
    {
        while (true)
        {
            var page = await _store.RangeAsync(new(next) { Limit = PageSize, Revision = revision }, cancel);
            yield return page;
            if (!page.IsOk || !page.Value.More) yield break;
            if (revision.IsNone) revision = page.Value.Revision;
            next = next with { Start = After(page.Value.Items[^1].Key) };
        }
    }

    private static SortedObjects Sorted(List<StoredObject>? items)
    {
        var sorted = SortedObjects.Empty;
        foreach (var item in items ?? []) sorted = sorted.Set(item);
        return sorted;
    }

    private static IOException Unreadable(StoreError error) => new($"the store could not be read: {error.Message}");

    private void Load(KeyValue item, Dictionary<ResourceCache, List<StoredObject>> objects, IReadOnlyList<ResourceCache>? only = null)
    {
        if (!TryFind(item.Key, out var caches, out var key)) return;
        foreach (var cache in caches)
        {
            if (only is not null && !only.Contains(cache)) continue;
            if (Read(cache, item) is not { } value) continue;
            if (!objects.TryGetValue(cache, out var list)) objects.Add(cache, list = []);
            list.Add(new(key, value, item.ModRevision.Value));
        }
    }

    private IObject? Read(ResourceCache cache, KeyValue item)
    {
        var value = cache.Decode(item.Value, out var error);
        if (value is null) StoreFeedLog.Undecodable(_log, item.Key.ToString(), error ?? "");
        return value;
    }

    private static Bytes After(Bytes key) => (byte[])[.. key.Span, 0];
}
