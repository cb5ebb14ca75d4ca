using Kybernet.Client;
using Kybernet.Client.Discovery;
using Kybernet.Client.Transport;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Microsoft.Extensions.Logging;

namespace Kybernet.Controllers.GarbageCollector;

/// <summary>Tells the graph of one resource's objects: lists them, watches, lists anew when the watch cannot go on.</summary>
internal sealed class ResourceMonitor(IClient client, ApiResourceInfo resource, DependencyGraph graph, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // What the graph was told. In one process the metadata is the watch cache's own.
    private readonly Dictionary<ObjectKey, ObjectMeta> _known = [];

    /// <summary>The first list is in the graph.</summary>
    public Task Synced => _synced.Task;

    /// <summary>Follows until <paramref name="cancel"/>.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        await Task.Yield();
        try
        {
            while (!cancel.IsCancellationRequested)
            {
                try
                {
                    if (await ListAsync(cancel) is { } resourceVersion)
                    {
                        _synced.TrySetResult();
                        await WatchAsync(resourceVersion, cancel);
                    }
                }
                catch (ApiException e)
                {
                    // 410 is how watches end that fell behind.
                    if (!e.Error.IsResourceExpired && !e.Error.IsGone) GarbageLog.WatchFailed(log, resource.Resource, e.Error.Message);
                }

                await Task.Delay(s_pause, time, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
        }
    }

    /// <returns>Where to watch from; null when the list failed.</returns>
    private async ValueTask<string?> ListAsync(CancellationToken cancel)
    {
        var listed = await client.ListAsync(new(ApiVerb.List, resource.Resource) { ResourceVersion = "0", IsMetadataOnly = true }, cancel);
        if (!listed.TryGet(out var list, out var error))
        {
            GarbageLog.WatchFailed(log, resource.Resource, error.Message);
            return null;
        }

        var present = new HashSet<ObjectKey>(list.Items.Count);
        foreach (var item in list.Items)
        {
            present.Add(item.Key);
            See(item);
        }

        foreach (var key in _known.Keys.Where(key => !present.Contains(key)).ToList()) Lose(key);
        return list.ResourceVersion;
    }

    private async Task WatchAsync(string resourceVersion, CancellationToken cancel)
    {
        var call = new ApiCall(ApiVerb.List, resource.Resource) { ResourceVersion = resourceVersion, IsMetadataOnly = true };
        await foreach (var notice in client.WatchAsync(call, cancel).WithCancellation(cancel))
        {
            if (notice.Kind is WatchNoticeKind.Added or WatchNoticeKind.Modified) See(notice.Object);
            else if (notice.Kind == WatchNoticeKind.Deleted) Lose(notice.Object.Key);
        }
    }

    private void See(IObject item)
    {
        var current = item.Metadata;
        var old = _known.GetValueOrDefault(item.Key);
        if (old is not null && old.Uid != current.Uid)
        {
            Lose(item.Key);
            old = null;
        }

        _known[item.Key] = current;
        if (old is null || Differs(old, current)) graph.Observe(resource.Kind, old, current);
    }

    private void Lose(ObjectKey key)
    {
        if (_known.Remove(key, out var last)) graph.Remove(resource.Kind, last);
    }

    // Most changes are of no interest here: of a status, of a lease.
    private static bool Differs(ObjectMeta old, ObjectMeta current) =>
        old.OwnerReferences != current.OwnerReferences || old.Finalizers != current.Finalizers || old.DeletionTimestamp != current.DeletionTimestamp;
}
