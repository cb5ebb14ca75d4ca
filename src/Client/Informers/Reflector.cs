using Kybernet.Client.Tracing;
using Kybernet.Client.Transport;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;
using Microsoft.Extensions.Logging;

namespace Kybernet.Client.Informers;

/// <summary>Makes a copy follow the API server: list, watch from there, watch on when a watch ends, list anew when its place is gone.</summary>
/// <param name="transport">The API server.</param>
/// <param name="call">The list.</param>
/// <param name="copy">What follows; written by no one else.</param>
/// <param name="backOff">Between failures.</param>
/// <param name="log">Where it says what went wrong.</param>
/// <remarks>Upstream: client-go/tools/cache, Reflector. As there, the first list takes any state of the server's cache (resource version 0), a
/// later one none older than what was seen, and only one whose version is gone the newest.</remarks>
internal sealed class Reflector<T>(IApiTransport transport, ApiCall call, LocalCopy<T> copy, ReflectorBackOff backOff, ILogger log)
    where T : class, IObject
{
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _resourceVersion = "0";
    private bool _isListed;

    /// <summary>Completes with the first list.</summary>
    public Task Synced => _synced.Task;

    public async Task RunAsync(CancellationToken cancel)
    {
        // The one who starts informers doesn't wait for the first list.
        await Task.Yield();
        try
        {
            while (!cancel.IsCancellationRequested)
            {
                if (await FollowAsync(cancel) is not { } problem) continue;
                InformerLog.Failed(log, call.Resource, problem);
                await backOff.WaitAsync(cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
        }
        finally
        {
            _synced.TrySetCanceled(CancellationToken.None);
        }
    }

    /// <summary>Lists if it has to, and watches until the watch ends. The answer is what went wrong.</summary>
    private async ValueTask<string?> FollowAsync(CancellationToken cancel)
    {
        try
        {
            if (!_isListed && await ListAsync(cancel) is { } error) return Judge(error);
            return await WatchAsync(cancel) ? null : "the watch ended at once";
        }
        catch (ApiException e)
        {
            return Judge(e.Error);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or TimeoutException
            || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return e.Message;
        }
    }

    private async ValueTask<ApiError?> ListAsync(CancellationToken cancel)
    {
        var listed = await transport.ListAsync(call with { ResourceVersion = _resourceVersion }, cancel);
        if (!listed.TryGet(out var list, out var error)) return error;
        var items = new T[list.Items.Count];
        for (var i = 0; i < items.Length; i++) items[i] = (T)list.Items[i];
        Array.Sort(items, KeyOrder.OfObjects);
        copy.Replace(items);
        _resourceVersion = list.ResourceVersion;
        _isListed = true;
        _synced.TrySetResult();
        return null;
    }

    /// <summary>False when the watch ended before it began, which must not go round and round.</summary>
    private async ValueTask<bool> WatchAsync(CancellationToken cancel)
    {
        var span = backOff.Begin();
        var any = false;
        await foreach (var notice in transport.WatchAsync(call with { ResourceVersion = _resourceVersion, AllowBookmarks = true }, cancel))
        {
            Apply(notice);
            if (!any) backOff.Reset();
            any = true;
        }

        return any || backOff.IsLong(span);
    }

    private void Apply(WatchNotice<IObject> notice)
    {
        using var span = notice.Kind == WatchNoticeKind.Bookmark ? null : ClientTrace.WatchEvent(notice.Object);
        if (notice.Kind == WatchNoticeKind.Deleted) copy.Remove((T)notice.Object);
        else if (notice.Kind != WatchNoticeKind.Bookmark) copy.Set((T)notice.Object);
        _resourceVersion = notice.Object.Metadata.ResourceVersion;
    }

    /// <summary>What to wait for; null when to go on at once: a place that is gone takes a new list, once without waiting.</summary>
    private string? Judge(ApiError error)
    {
        if (!error.IsGone && !error.IsResourceExpired && !error.IsTooLargeResourceVersion) return error.Message;
        InformerLog.Expired(log, call.Resource, _resourceVersion);
        // What a list could not be had at isn't asked for again.
        if (!_isListed) _resourceVersion = "";
        _isListed = false;
        return backOff.IsFresh() ? null : error.Message;
    }
}
