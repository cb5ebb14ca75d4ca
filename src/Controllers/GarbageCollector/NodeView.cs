using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;

namespace Kybernet.Controllers.GarbageCollector;

/// <summary>A node at one moment.</summary>
/// <param name="IsKnown">The graph has an object of its UID.</param>
/// <param name="IsVirtual">No watch has told of the object when this node was made of it.</param>
/// <param name="IsStale">The node is virtual, and the object has been seen since or is no longer known.</param>
/// <param name="IsBeingDeleted">It has a deletion timestamp.</param>
/// <param name="IsDeletingDependents">It waits for its dependents.</param>
/// <param name="Owners">Its references.</param>
/// <param name="HasDependents">Others refer to it.</param>
/// <param name="HasDeletingDependents">One of those waits for dependents of its own.</param>
public readonly record struct NodeView(
    bool IsKnown,
    bool IsVirtual,
    bool IsStale,
    bool IsBeingDeleted,
    bool IsDeletingDependents,
    ListOf<OwnerReference> Owners,
    bool HasDependents,
    bool HasDeletingDependents)
{
    internal static NodeView Of(GraphNode node, GraphNode? known) => new(
        known is not null,
        node.IsVirtual,
        node.IsVirtual && known is not { IsVirtual: true },
        node.IsBeingDeleted,
        node.IsDeletingDependents,
        node.Owners,
        node.Dependents.Count > 0,
        node.Dependents.Any(static dependent => dependent.IsDeletingDependents));
}
