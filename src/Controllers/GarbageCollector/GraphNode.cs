using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;

namespace Kybernet.Controllers.GarbageCollector;

/// <summary>An object in the graph, or one that is only known because others refer to it. Read and changed by <see cref="DependencyGraph"/>.</summary>
/// <remarks>Upstream: garbagecollector, node.</remarks>
public sealed class GraphNode
{
    // Most objects own nothing, and there are very many.
    private HashSet<GraphNode>? _dependents;

    internal GraphNode(ObjectIdentity identity) => Identity = identity;

    /// <summary>Never changes: a node that turns out to be another object is replaced.</summary>
    public ObjectIdentity Identity { get; }

    /// <summary>No watch has told of it: it may not exist.</summary>
    internal bool IsVirtual { get; set; }

    /// <summary>It has a deletion timestamp, which never goes away again.</summary>
    internal bool IsBeingDeleted { get; set; }

    /// <summary>It is being deleted in the foreground: it waits for its dependents.</summary>
    internal bool IsDeletingDependents { get; set; }

    internal ListOf<OwnerReference> Owners { get; set; }

    internal IReadOnlyCollection<GraphNode> Dependents => _dependents is null ? [] : _dependents;

    public override string ToString() => Identity.ToString();

    internal void AddDependent(GraphNode node) => (_dependents ??= []).Add(node);

    internal void RemoveDependent(GraphNode node) => _dependents?.Remove(node);

    internal GraphNode As(ObjectIdentity identity) => new(identity)
    {
        IsVirtual = IsVirtual,
        IsBeingDeleted = IsBeingDeleted,
        IsDeletingDependents = IsDeletingDependents,
        Owners = Owners,
        _dependents = _dependents is null ? null : [.. _dependents],
    };
}
