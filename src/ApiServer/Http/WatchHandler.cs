using Kybernet.ApiServer.FlowControl;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;
using Microsoft.AspNetCore.Http.Features;

namespace Kybernet.ApiServer.Http;

/// <summary>Watches. Upstream: <c>endpoints/handlers/watch.go</c>, <c>storage/cacher</c>.</summary>
internal sealed class WatchHandler(ReadHandlers reads, Scheme scheme, TimeProvider time)
{
    // Upstream: --min-request-timeout, bookmarkFrequency.
    private const int MinTimeoutSeconds = 1_800;

    // Lets the client read while the rest is written, and keeps what waits in memory small.
    private const int MaxUnflushedBytes = 128 * 1024;
    private static readonly TimeSpan BookmarkPeriod = TimeSpan.FromMinutes(1);

    public async ValueTask<ApiError?> WatchAsync(ResourceRequest request, CancellationToken shutdown)
    {
        if (Negotiation.Negotiate(request.Accept, transforms: true, isStream: true, out var form) is { } refused) return refused;
        if (ReadHandlers.Query(request, out var query) is { } wrong) return wrong;
        var options = WatchOptions.Read(request.Query);
        if (!options.TryGet(out var wanted, out var invalid)) return invalid;
        var start = await StartAsync(request.Resource, wanted, request.Cancel);
        if (!start.TryGet(out var from, out var error)) return error;

        Responder.Begin(request.Http, 200, form.StreamContentType, request.Warnings);
        request.Http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var stream = new WatchStream(request.Http.Response.BodyWriter, reads.Writer(request, form));
        if (from.Watch is null)
        {
            stream.Error(ApiError.ResourceExpired($"too old resource version: {wanted.Revision} ({request.Resource.Cache.OldestRevision})").ToStatus());
            return null;
        }

        var seconds = wanted.TimeoutSeconds ?? request.Resource.Ids.SecondsFrom(MinTimeoutSeconds);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(request.Cancel, shutdown, limit.Token);
        var watches = form is { Form: ObjectForm.Whole, Format: WireFormat.Json } ? 1 : 0;
        request.Resource.Cache.CountJsonWatch(watches);
        await SendAsync(request, query, stream, from, wanted, ended.Token);
        request.Resource.Cache.CountJsonWatch(-watches);
        return null;
    }

    private static async ValueTask<Outcome<WatchStart>> StartAsync(Resource resource, WatchOptions options, CancellationToken cancel)
    {
        if (options.WantsState)
        {
            var read = options.Revision is { } minimum
                ? await ListReader.NotOlderAsync(resource, minimum, cancel)
                : await ListReader.NewestAsync(resource, cancel);
            return read.TryGet(out var state, out var error)
                ? new WatchStart(resource.Cache.WatchAfter(state.Snapshot!), state.Objects, state.Revision, 0)
                : error;
        }

        // A revision still to come is waited for by leaving out what comes before it.
        var revision = options.Revision!.Value;
        return new WatchStart(resource.Cache.WatchFrom(revision), null, revision, revision);
    }

    private async ValueTask SendAsync(
        ResourceRequest request, ListQuery query, WatchStream stream, WatchStart start, WatchOptions options, CancellationToken ended)
    {
        var resource = request.Resource;
        try
        {
            foreach (var item in start.State?.Under(query.KeyPrefix) ?? [])
            {
                if (!query.Matches(item)) continue;
                stream.Event("ADDED", item);
                if (stream.UnflushedBytes > MaxUnflushedBytes && (await stream.FlushAsync(ended)).IsCompleted) return;
            }

            if (options.SendsInitialEvents) stream.Bookmark(Empty(resource), start.Revision, endsInitialEvents: true);
            await stream.FlushAsync(ended);
            // From here on it only waits: others may have its seats.
            request.Http.Features.Get<WatchPassage>()?.Leave();
            await FollowAsync(resource, query, stream, start, options, ended);
        }
        catch (OperationCanceledException)
        {
            // The client is gone, the time is up, or the server stops: the stream ends as it is.
        }
    }

    private async ValueTask FollowAsync(
        Resource resource, ListQuery query, WatchStream stream, WatchStart start, WatchOptions options, CancellationToken ended)
    {
        using var watch = start.Watch!;
        using var stopping = ended.Register(static watch => ((CacheWatch)watch!).Nudge(), watch);
        using var bookmarks = options.AllowsBookmarks
            ? time.CreateTimer(static watch => ((CacheWatch)watch!).Nudge(), watch, BookmarkPeriod, BookmarkPeriod)
            : null;
        var said = time.GetTimestamp();
        while (!watch.IsOver && !ended.IsCancellationRequested)
        {
            var written = false;
            while (watch.TryNext(out var change))
            {
                if (change.Revision <= start.After || !Say(stream, query, change)) continue;
                written = true;
                if (stream.UnflushedBytes > MaxUnflushedBytes && (await stream.FlushAsync(ended)).IsCompleted) return;
            }

            if (options.AllowsBookmarks && time.GetElapsedTime(said) >= BookmarkPeriod && watch.SaidUpTo() is { } revision)
            {
                said = time.GetTimestamp();
                stream.Bookmark(Empty(resource), revision, endsInitialEvents: false);
                written = true;
            }

            if (written && (await stream.FlushAsync(ended)).IsCompleted) return;
            var woken = watch.WaitAsync();
            // Who stopped before the wait began has nudged nobody.
            if (ended.IsCancellationRequested) watch.Nudge();
            await woken;
        }
    }

    /// <summary>Writes what the change means to those who see only some objects; false when it means nothing.</summary>
    private static bool Say(WatchStream stream, ListQuery query, CacheEvent change)
    {
        var isIn = change.Current is { } current && query.Matches(current);
        var wasIn = change.Previous is { } previous && query.Matches(previous);
        if (isIn) stream.Event(wasIn ? "MODIFIED" : "ADDED", change.Current!);
        else if (wasIn) stream.Event("DELETED", change.AsDeleted());
        return isIn || wasIn;
    }

    private IObject Empty(Resource resource) => (IObject)EmptyObjects.Of(scheme, resource.Info.Kind);

    private sealed record WatchStart(CacheWatch? Watch, SortedObjects? State, long Revision, long After);
}
