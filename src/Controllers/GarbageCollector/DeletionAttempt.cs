using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Controllers.GarbageCollector;

/// <summary>Deletes an object none of whose owners exists, and lets an owner go whose dependents are gone.</summary>
/// <param name="graph">Told of objects that turn out not to exist.</param>
/// <param name="objects">The API server's objects.</param>
/// <param name="owners">What is true of references.</param>
/// <param name="enqueue">Attempts another node.</param>
/// <remarks>Upstream: garbagecollector, attemptToDeleteWorker and attemptToDeleteItem.</remarks>
public sealed class DeletionAttempt(DependencyGraph graph, LiveObjects objects, OwnerCheck owners, Action<GraphNode> enqueue)
{
    public async ValueTask<AttemptResult> RunAsync(GraphNode node, CancellationToken cancel)
    {
        var view = graph.Look(node);
        // The object came to be known, or gone, while the virtual node waited.
        if (view.IsStale) return AttemptResult.Done;
        var error = await DeleteAsync(node, view, cancel);
        if (ReferenceEquals(error, s_removed) || ReferenceEquals(error, OwnerCheck.NamespacedOwner)) return AttemptResult.Done;
        if (error is not null) return AttemptResult.Failed(error);
        // A virtual node stays in the graph until a watch tells of its object or the API server denies it.
        return graph.Look(node).IsVirtual ? AttemptResult.Later : AttemptResult.Done;
    }

    // Says that the graph was told the object does not exist; its reactions do the rest.
    private static readonly ApiError s_removed = ApiError.InternalError("the object does not exist");

    private async ValueTask<ApiError?> DeleteAsync(GraphNode node, NodeView view, CancellationToken cancel)
    {
        // Deletion is a one-way trip: its end brings the dependents here.
        if (view.IsBeingDeleted && !view.IsDeletingDependents) return null;
        var item = node.Identity;
        var placed = await objects.PlaceAsync(item, cancel);
        if (!placed.TryGet(out var place, out var error)) return error;
        if (place.Resource.IsNamespaced && place.Namespace.Length == 0) return OwnerCheck.NamespacedOwner;
        var read = await objects.GetAsync(place.Resource, place.Namespace, item.Name, cancel);
        if (!read.TryGet(out var latest, out error)) return error.IsNotFound ? Removed(item) : error;
        if (latest.Metadata.Uid != item.Uid) return Removed(item);
        if (view.IsDeletingDependents) return await ReleaseAsync(node, cancel);
        if (latest.Metadata.OwnerReferences.IsEmpty) return null;

        var classified = await owners.ClassifyAsync(item, latest.Metadata.OwnerReferences, cancel);
        if (!classified.TryGet(out var states, out error)) return error;
        view = graph.Look(node);
        if (!states.Solid.IsEmpty)
        {
            // A waiting owner would wait for ever for an object that another owner keeps.
            string[] gone = [.. states.Dangling.Concat(states.Waiting).Select(static reference => reference.Uid)];
            return gone.Length == 0 ? null : await objects.RemoveOwnersAsync(item, gone, cancel);
        }

        if (states.Waiting.IsEmpty || !view.HasDependents) return await DeleteAsync(item, latest.Metadata, PropagationOf(latest.Metadata), cancel);
        if (view.HasDeletingDependents)
        {
            // Owners that wait for each other in a circle would never end.
            error = await objects.UnblockOwnersAsync(item, view.Owners, cancel);
            if (error is not null) return error;
        }

        return await DeleteAsync(item, latest.Metadata, DeletionPropagation.Foreground, cancel);
    }

    private async ValueTask<ApiError?> DeleteAsync(ObjectIdentity item, ObjectMeta latest, string propagation, CancellationToken cancel)
    {
        var error = await objects.DeleteAsync(item, latest, propagation, cancel);
        return error is { IsNotFound: true } ? Removed(item) : error;
    }

    /// <summary>An object that waits for its dependents goes once none holds it up; else those are attempted.</summary>
    private async ValueTask<ApiError?> ReleaseAsync(GraphNode node, CancellationToken cancel)
    {
        var blockers = graph.BlockersOf(node);
        if (blockers.Count == 0) return await objects.RemoveFinalizerAsync(node.Identity, Finalizers.DeleteDependents, cancel);
        foreach (var (blocker, isDeletingDependents) in blockers)
            if (!isDeletingDependents) enqueue(blocker);
        return null;
    }

    /// <summary>As finalizers already on the object ask for; else in the background.</summary>
    private static string PropagationOf(ObjectMeta metadata) =>
        metadata.Finalizers.Contains(Finalizers.Orphan) ? DeletionPropagation.Orphan
        : metadata.Finalizers.Contains(Finalizers.DeleteDependents) ? DeletionPropagation.Foreground
        : DeletionPropagation.Background;

    private ApiError Removed(ObjectIdentity item)
    {
        graph.RemoveAbsent(item);
        return s_removed;
    }
}
