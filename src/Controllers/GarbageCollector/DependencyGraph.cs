using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;

namespace Kybernet.Controllers.GarbageCollector;

/// <summary>
/// Who owns whom. Changes of objects go in, in any order between resources; what is to be looked at comes out as reactions. It knows nothing of
/// the API server.
/// </summary>
/// <remarks>Upstream: garbagecollector, GraphBuilder.processGraphChanges.</remarks>
public sealed class DependencyGraph(IGraphReactions reactions, AbsentOwners absent)
{
    // Guards the nodes and all that is in them. The queues' locks and the absent owners' are taken under it.
    private readonly Lock _lock = new();
    private readonly Dictionary<string, GraphNode> _nodes = [];

    /// <summary>How many objects are known, virtual ones included.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _nodes.Count;
        }
    }

    /// <summary>A watch told that the object is there, or is like this now.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="old">What it was before; null when that is not known.</param>
    /// <param name="current">What it is.</param>
    public void Observe(GroupVersionKind kind, ObjectMeta? old, ObjectMeta current)
    {
        lock (_lock)
        {
            var identity = ObjectIdentity.Of(kind, current);
            if (Known(identity) is { } node) Update(node, current);
            else node = Insert(identity, current);
            React(node, old, current);
        }
    }

    /// <summary>A watch told that the object is gone.</summary>
    public void Remove(GroupVersionKind kind, ObjectMeta last)
    {
        lock (_lock)
        {
            var identity = ObjectIdentity.Of(kind, last);
            if (Known(identity) is { } node) Drop(node, identity);
        }
    }

    /// <summary>The API server said that there is no such object, which no watch has told of.</summary>
    public void RemoveAbsent(ObjectIdentity identity)
    {
        lock (_lock)
        {
            if (!_nodes.TryGetValue(identity.Uid, out var node)) return;
            if (node.IsVirtual)
            {
                var (matching, others) = Dependents.Split(node.Dependents, identity);
                if (others.Count == 0)
                {
                    Drop(node, identity);
                    return;
                }

                // Some dependents name other coordinates for the UID: the node stays, under one of those.
                BlameFor(identity, matching);
                if (node.Identity == identity && Dependents.OtherIdentity(others, identity) is { } other)
                {
                    var replacement = node.As(other);
                    _nodes[other.Uid] = replacement;
                    reactions.AttemptToDeleteLater(replacement);
                }
            }
            else if (node.Identity != identity)
            {
                // The object of this UID was seen, and is not what some dependents say.
                BlameFor(identity, Dependents.Split(node.Dependents, identity).Matching);
            }
            else
            {
                Drop(node, identity);
            }
        }
    }

    /// <summary>The node as it is now.</summary>
    public NodeView Look(GraphNode node)
    {
        lock (_lock) return NodeView.Of(node, _nodes.GetValueOrDefault(node.Identity.Uid));
    }

    /// <summary>The nodes that have a reference to the node.</summary>
    public IReadOnlyList<GraphNode> DependentsOf(GraphNode node)
    {
        lock (_lock) return [.. node.Dependents];
    }

    /// <summary>The dependents that hold up the node's deletion in the foreground, and whether each is itself deleting its dependents.</summary>
    public IReadOnlyList<(GraphNode Node, bool IsDeletingDependents)> BlockersOf(GraphNode node)
    {
        lock (_lock)
        {
            var uid = node.Identity.Uid;
            return [.. node.Dependents.Where(dependent => Blocks(dependent, uid)).Select(static dependent => (dependent, dependent.IsDeletingDependents))];
        }
    }

    private static bool Blocks(GraphNode dependent, string owner)
    {
        foreach (var reference in dependent.Owners)
            if (reference.Uid == owner && reference.BlockOwnerDeletion == true) return true;
        return false;
    }

    /// <summary>The node of an object a watch told of, which is then no longer virtual; null when there is none.</summary>
    private GraphNode? Known(ObjectIdentity observed)
    {
        if (!_nodes.TryGetValue(observed.Uid, out var node)) return null;
        if (!node.IsVirtual) return node;
        if (node.Identity != observed)
        {
            foreach (var dependent in Dependents.Split(node.Dependents, observed).Others)
            {
                if (observed.Namespace.Length > 0 && dependent.Identity.Namespace != observed.Namespace) Report(dependent, observed.Uid);
                reactions.AttemptToDelete(dependent);
            }

            node = node.As(observed);
            _nodes[observed.Uid] = node;
        }

        node.IsVirtual = false;
        return node;
    }

    private GraphNode Insert(ObjectIdentity identity, ObjectMeta current)
    {
        var isDeleted = current.DeletionTimestamp is not null;
        var node = new GraphNode(identity)
        {
            Owners = current.OwnerReferences,
            IsBeingDeleted = isDeleted,
            IsDeletingDependents = isDeleted && current.Finalizers.Contains(Finalizers.DeleteDependents),
        };
        _nodes[identity.Uid] = node;
        AddToOwners(node, current.OwnerReferences.AsSpan());
        return node;
    }

    private void Update(GraphNode node, ObjectMeta current)
    {
        if (node.Owners != current.OwnerReferences)
        {
            var change = OwnerChange.Between(node.Owners, current.OwnerReferences);
            // Owners that this object blocked and blocks no more may now be done.
            foreach (var uid in change.Unblocked)
                if (_nodes.TryGetValue(uid, out var owner)) reactions.AttemptToDelete(owner);
            node.Owners = current.OwnerReferences;
            AddToOwners(node, change.Added.AsSpan());
            RemoveFromOwners(node, change.Removed);
        }

        if (current.DeletionTimestamp is not null) node.IsBeingDeleted = true;
    }

    private void React(GraphNode node, ObjectMeta? old, ObjectMeta current)
    {
        if (BeginsToWait(old, current, Finalizers.Orphan))
        {
            reactions.AttemptToOrphan(node);
        }
        else if (BeginsToWait(old, current, Finalizers.DeleteDependents))
        {
            node.IsDeletingDependents = true;
            foreach (var dependent in node.Dependents) reactions.AttemptToDelete(dependent);
            reactions.AttemptToDelete(node);
        }
    }

    private static bool BeginsToWait(ObjectMeta? old, ObjectMeta current, string finalizer) =>
        Waits(current, finalizer) && (old is null || !Waits(old, finalizer));

    private static bool Waits(ObjectMeta metadata, string finalizer) =>
        metadata.DeletionTimestamp is not null && metadata.Finalizers.Contains(finalizer);

    private void AddToOwners(GraphNode node, ReadOnlySpan<OwnerReference> references)
    {
        var mayBeInvalid = false;
        foreach (var reference in references)
        {
            if (!_nodes.TryGetValue(reference.Uid, out var owner))
            {
                owner = new(ObjectIdentity.Of(reference, node.Identity.Namespace)) { IsVirtual = true };
                _nodes[reference.Uid] = owner;
                owner.AddDependent(node);
                // The API server is asked whether it exists.
                reactions.AttemptToDelete(owner);
                continue;
            }

            owner.AddDependent(node);
            if (!mayBeInvalid) mayBeInvalid = MayBeInvalid(node, reference, owner);
        }

        if (mayBeInvalid) reactions.AttemptToDelete(node);
    }

    private bool MayBeInvalid(GraphNode node, OwnerReference reference, GraphNode owner)
    {
        var isElsewhere = owner.Identity.Namespace != node.Identity.Namespace;
        if (owner.Identity.Namespace.Length > 0 && isElsewhere)
        {
            if (!owner.IsVirtual) Report(node, reference.Uid);
            return true;
        }

        // A virtual owner without a namespace may be a namespaced one that a cluster-scoped object names.
        return !owner.Identity.IsNamedBy(reference) || (owner.IsVirtual && isElsewhere);
    }

    private void Report(GraphNode node, string owner)
    {
        foreach (var reference in node.Owners)
        {
            if (reference.Uid != owner) continue;
            reactions.ReportInvalidNamespace(node.Identity, ObjectIdentity.Of(reference, node.Identity.Namespace));
            return;
        }
    }

    private void BlameFor(ObjectIdentity missing, IReadOnlyList<GraphNode> dependents)
    {
        if (dependents.Count == 0) return;
        absent.Add(missing);
        foreach (var dependent in dependents) reactions.AttemptToDelete(dependent);
    }

    private void Drop(GraphNode node, ObjectIdentity gone)
    {
        _nodes.Remove(node.Identity.Uid);
        RemoveFromOwners(node, node.Owners);
        if (node.Dependents.Count > 0) absent.Add(gone);
        foreach (var dependent in node.Dependents) reactions.AttemptToDelete(dependent);
        // An owner that waits for its dependents may be done now.
        foreach (var reference in node.Owners)
            if (_nodes.TryGetValue(reference.Uid, out var owner) && owner.IsDeletingDependents) reactions.AttemptToDelete(owner);
    }

    private void RemoveFromOwners(GraphNode node, ListOf<OwnerReference> references)
    {
        foreach (var reference in references)
            if (_nodes.TryGetValue(reference.Uid, out var owner)) owner.RemoveDependent(node);
    }
}
