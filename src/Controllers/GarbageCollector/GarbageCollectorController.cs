using Kybernet.Controllers.Runtime;
using Microsoft.Extensions.Logging;

namespace Kybernet.Controllers.GarbageCollector;

/// <summary>Deletes objects whose owners are gone, holds up owners that wait for their dependents, and frees dependents that are to live on.</summary>
/// <remarks>Upstream: pkg/controller/garbagecollector.</remarks>
public sealed class GarbageCollectorController(ControllerContext context) : IControllerLoop
{
    public const string LoopName = "garbage-collector-controller";
    public const string Identity = "generic-garbage-collector";

    // Upstream: how often discovery is asked for new resources, and how long the first lists may take before work begins anyway.
    private static readonly TimeSpan s_syncPeriod = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly ILogger _log = context.Loggers.CreateLogger<GarbageCollectorController>();

    public string Name => LoopName;

    public async Task RunAsync(CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var client = context.ClientOf(Identity);
        var absent = new AbsentOwners();
        var queues = new GarbageQueues(context, context.EventsOf(LoopName));
        var graph = new DependencyGraph(queues, absent);
        var resources = new ResourceMap(context.Discovery);
        var objects = new LiveObjects(client, resources);
        var deletion = new DeletionAttempt(graph, objects, new(objects, absent), queues.AttemptToDelete);
        var monitors = new ResourceMonitors(client, graph, context.Time, _log);
        try
        {
            await SyncAsync(resources, monitors, stop.Token);
            await monitors.WaitForSyncAsync(s_patience, stop.Token);
            await Task.WhenAll(queues.RunAsync(deletion, new(graph, objects), stop.Token), FollowAsync(resources, monitors, stop.Token));
        }
        finally
        {
            await stop.CancelAsync();
            await monitors.StopAsync();
        }
    }

    private async Task FollowAsync(ResourceMap resources, ResourceMonitors monitors, CancellationToken cancel)
    {
        while (true)
        {
            await Task.Delay(s_syncPeriod, context.Time, cancel);
            await SyncAsync(resources, monitors, cancel);
        }
    }

    /// <summary>What cannot be discovered now stays as it was.</summary>
    private async Task SyncAsync(ResourceMap resources, ResourceMonitors monitors, CancellationToken cancel)
    {
        var (served, error) = await resources.RefreshAsync(cancel);
        if (error is not null) GarbageLog.Undiscovered(_log, error.Message);
        else await monitors.SetAsync(served, cancel);
    }
}
