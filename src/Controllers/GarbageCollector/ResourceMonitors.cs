using Kybernet.Client;
using Kybernet.Client.Discovery;
using Kybernet.Machinery.Kinds;
using Microsoft.Extensions.Logging;

namespace Kybernet.Controllers.GarbageCollector;

/// <summary>A monitor for each resource that can be deleted, listed and watched, also those that come at run time.</summary>
/// <remarks>Upstream: garbagecollector, GraphBuilder.syncMonitors and GarbageCollector.Sync.</remarks>
internal sealed class ResourceMonitors(IClient client, DependencyGraph graph, TimeProvider time, ILogger log)
{
    // Events are never owners, and their number is great. Upstream: DefaultIgnoredResources.
    private static readonly GroupResource[] s_ignored = [new("", "events"), new("events.k8s.io", "events")];

    private readonly Dictionary<GroupVersionResource, (ResourceMonitor Monitor, CancellationTokenSource Stop, Task Running)> _monitors = [];

    /// <summary>Starts monitors of new resources and ends those of resources that are gone.</summary>
    public async Task SetAsync(IReadOnlyList<ApiResourceInfo> served, CancellationToken cancel)
    {
        var seen = new HashSet<GroupResource>();
        var wanted = new HashSet<GroupVersionResource>();
        foreach (var resource in served)
        {
            // The first is the version its group prefers.
            if (!seen.Add(resource.Resource.GroupResource) || s_ignored.Contains(resource.Resource.GroupResource)) continue;
            if (!resource.Verbs.Contains("delete") || !resource.Verbs.Contains("list") || !resource.Verbs.Contains("watch")) continue;
            wanted.Add(resource.Resource);
            if (_monitors.ContainsKey(resource.Resource)) continue;
            var monitor = new ResourceMonitor(client, resource, graph, time, log);
            var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            _monitors[resource.Resource] = (monitor, stop, monitor.RunAsync(stop.Token));
        }

        foreach (var gone in _monitors.Keys.Where(resource => !wanted.Contains(resource)).ToList()) await EndAsync(gone);
    }

    /// <summary>Waits until all first lists are in the graph, or for the time given.</summary>
    public async Task WaitForSyncAsync(TimeSpan patience, CancellationToken cancel)
    {
        var all = Task.WhenAll(_monitors.Values.Select(static entry => entry.Monitor.Synced));
        try
        {
            await all.WaitAsync(patience, time, cancel);
        }
        catch (TimeoutException)
        {
            GarbageLog.NotSynced(log);
        }
    }

    public async Task StopAsync()
    {
        foreach (var resource in _monitors.Keys.ToList()) await EndAsync(resource);
    }

    private async Task EndAsync(GroupVersionResource resource)
    {
        if (!_monitors.Remove(resource, out var entry)) return;
        await entry.Stop.CancelAsync();
        await entry.Running;
        entry.Stop.Dispose();
    }
}
