using Kybernet.Client.Events;
using Kybernet.Client.WorkQueues;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Dynamic;
using Microsoft.Extensions.Logging;

namespace Kybernet.Controllers.GarbageCollector;

/// <summary>The nodes to attempt, and the workers that do.</summary>
public sealed class GarbageQueues(ControllerContext context, IEventRecorder events) : IGraphReactions
{
    // Upstream: --concurrent-gc-syncs.
    private const int Workers = 20;
    private readonly WorkQueue<GraphNode> _deletions = new(WorkQueueOptions.Default, context.Time);
    private readonly WorkQueue<GraphNode> _orphans = new(WorkQueueOptions.Default, context.Time);
    private readonly ILogger _log = context.Loggers.CreateLogger<GarbageQueues>();

    public void AttemptToDelete(GraphNode node) => _deletions.Add(node);

    public void AttemptToDeleteLater(GraphNode node) => _deletions.AddRateLimited(node);

    public void AttemptToOrphan(GraphNode node) => _orphans.Add(node);

    public void ReportInvalidNamespace(ObjectIdentity dependent, ObjectIdentity owner)
    {
        var regarding = new DynamicObject(dependent.Gvk)
        {
            Metadata = new() { Namespace = dependent.Namespace, Name = dependent.Name, Uid = dependent.Uid },
        };
        events.Record(regarding, "Warning", "OwnerRefInvalidNamespace", $"ownerRef {owner} does not exist in namespace \"{dependent.Namespace}\"");
    }

    /// <summary>Works until <paramref name="cancel"/>.</summary>
    public async Task RunAsync(DeletionAttempt deletion, OrphanAttempt orphan, CancellationToken cancel)
    {
        try
        {
            var workers = Enumerable.Range(0, Workers).SelectMany(
                _ => new[] { WorkAsync(_deletions, deletion.RunAsync, cancel), WorkAsync(_orphans, orphan.RunAsync, cancel) });
            await Task.WhenAll(workers);
        }
        finally
        {
            _deletions.Close();
            _orphans.Close();
        }
    }

    private async Task WorkAsync(
        WorkQueue<GraphNode> queue, Func<GraphNode, CancellationToken, ValueTask<AttemptResult>> attempt, CancellationToken cancel)
    {
        await Task.Yield();
        while (true)
        {
            var node = await queue.TakeAsync(cancel);
            try
            {
                var result = await attempt(node, cancel);
                if (result.Failure is { } failure) GarbageLog.Failed(_log, node, failure);
                if (result.IsAgain) queue.AddRateLimited(node);
                else queue.Forget(node);
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                GarbageLog.Threw(_log, node, e);
                queue.AddRateLimited(node);
            }
            finally
            {
                queue.Finish(node);
            }
        }
    }
}
