namespace Kybernet.Controllers.GarbageCollector;

/// <summary>Takes the references to an object off its dependents, and then its <c>orphan</c> finalizer.</summary>
/// <remarks>Upstream: garbagecollector, attemptToOrphanWorker.</remarks>
public sealed class OrphanAttempt(DependencyGraph graph, LiveObjects objects)
{
    public async ValueTask<AttemptResult> RunAsync(GraphNode owner, CancellationToken cancel)
    {
        string[] uid = [owner.Identity.Uid];
        foreach (var dependent in graph.DependentsOf(owner))
        {
            var error = await objects.RemoveOwnersAsync(dependent.Identity, uid, cancel);
            if (error is { IsNotFound: false }) return AttemptResult.Failed(error);
        }

        return await objects.RemoveFinalizerAsync(owner.Identity, Finalizers.Orphan, cancel) is { } failed
            ? AttemptResult.Failed(failed)
            : AttemptResult.Done;
    }
}
