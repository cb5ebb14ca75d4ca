using System.Text;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Base;
using Kybernet.Machinery.Statuses;
using Kybernet.Store;

namespace Kybernet.ApiServer.Registry;

/// <summary>Finds the state a list is read from: newest, not older than, or exactly at a resource version.</summary>
internal static class ListReader
{
    /// <summary>The state at this moment.</summary>
    public static async ValueTask<Outcome<ListState>> NewestAsync(Resource resource, CancellationToken cancel)
    {
        var now = await resource.Store.RangeAsync(new(KeyRange.Single(resource.StoreKeyOf(""))) { CountOnly = true }, cancel);
        if (now.Error is { } error) return error.ToApiError(resource.Info.GroupResource, "list");
        return await NotOlderAsync(resource, now.Value.Revision.Value, cancel);
    }

    /// <summary>The cache's state, once it is not older than the revision.</summary>
    public static async ValueTask<Outcome<ListState>> NotOlderAsync(Resource resource, long revision, CancellationToken cancel)
    {
        if (await ResourceVersions.WaitAsync(resource.Cache, revision, resource.Time, cancel) is { } late) return late;
        var (snapshot, at) = resource.Cache.Read();
        return new ListState(snapshot.Objects, at, snapshot);
    }

    /// <summary>The state at the revision: the cache's if nothing changed since, a remembered one, or read back from the store.</summary>
    public static async ValueTask<Outcome<ListState>> ExactlyAsync(Resource resource, long revision, CancellationToken cancel)
    {
        if (await ResourceVersions.WaitAsync(resource.Cache, revision, resource.Time, cancel) is { } late) return late;
        // A client that is slow must not hold on to a revision: what is compacted is gone, also where the cache could still tell.
        var kept = await resource.Store.RangeAsync(
            new(KeyRange.Single(resource.StoreKeyOf(""))) { CountOnly = true, Revision = new(revision) }, cancel);
        if (kept.Error is StoreError.Compacted) return Expired();
        var (snapshot, _) = resource.Cache.Read();
        if (snapshot.Last.Revision <= revision) return new ListState(snapshot.Objects, revision, snapshot);
        if (resource.Cache.Remembered(revision) is { } remembered) return new ListState(remembered, revision, null);
        return resource.ToStored is null ? await ReadBackAsync(resource, revision, cancel) : Expired();
    }

    private static async ValueTask<Outcome<ListState>> ReadBackAsync(Resource resource, long revision, CancellationToken cancel)
    {
        var read = await resource.Store.RangeAsync(new(KeyRange.Prefix(Bytes.Of(resource.Cache.Prefix))) { Revision = new(revision) }, cancel);
        if (read.Error is StoreError.Compacted) return Expired();
        if (read.Error is { } error) return error.ToApiError(resource.Info.GroupResource, "list");
        var objects = SortedObjects.Empty;
        foreach (var item in read.Value.Items)
        {
            var key = Encoding.UTF8.GetString(item.Key.Span)[resource.Cache.Prefix.Length..];
            if (resource.Cache.Decode(item.Value, out _) is { } value) objects = objects.Set(new(key, value, item.ModRevision.Value));
        }

        return new ListState(objects, revision, null);
    }

    private static ApiError Expired() => ApiError.ResourceExpired("The resourceVersion for the provided list is too old.");
}

/// <summary>A state of a resource.</summary>
/// <param name="Objects">All its objects.</param>
/// <param name="Revision">The revision it is exact at.</param>
/// <param name="Snapshot">The cache's snapshot, when the state is the cache's: a watch can go on from it.</param>
internal sealed record ListState(SortedObjects Objects, long Revision, CacheSnapshot? Snapshot);
