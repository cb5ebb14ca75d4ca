namespace Kybernet.Controllers.GarbageCollector;

/// <summary>Dependents that agree on an owner's UID, and not on what has it.</summary>
internal static class Dependents
{
    /// <summary>
    /// Those whose references name the owner just so, and those that name something else by its UID. One with several such references can be
    /// in both. Upstream: partitionDependents.
    /// </summary>
    public static (IReadOnlyList<GraphNode> Matching, IReadOnlyList<GraphNode> Others) Split(IEnumerable<GraphNode> dependents, ObjectIdentity owner)
    {
        List<GraphNode> matching = [];
        List<GraphNode> others = [];
        foreach (var dependent in dependents)
        {
            if (owner.Namespace.Length > 0 && owner.Namespace != dependent.Identity.Namespace)
            {
                others.Add(dependent);
                continue;
            }

            var (matches, differs) = (false, false);
            foreach (var reference in dependent.Owners)
            {
                if (reference.Uid != owner.Uid) continue;
                if (owner.IsNamedBy(reference)) matches = true;
                else differs = true;
            }

            if (matches) matching.Add(dependent);
            if (differs) others.Add(dependent);
        }

        return (matching, others);
    }

    /// <summary>
    /// What else the UID may be, after <paramref name="absent"/> proved not to exist: the next in order of what the dependents name, from the
    /// front again after the last; null when they name nothing else. Upstream: getAlternateOwnerIdentity.
    /// </summary>
    public static ObjectIdentity? OtherIdentity(IEnumerable<GraphNode> dependents, ObjectIdentity absent)
    {
        var isClusterScoped = absent.Namespace.Length == 0;
        ObjectIdentity? first = null;
        ObjectIdentity? following = null;
        foreach (var dependent in dependents)
        {
            foreach (var reference in dependent.Owners)
            {
                if (reference.Uid != absent.Uid) continue;
                if (absent.IsNamedBy(reference) && (isClusterScoped || absent.Namespace == dependent.Identity.Namespace)) continue;
                var other = ObjectIdentity.Of(reference, dependent.Identity.Namespace);
                // That this kind has no namespace is known from the absent one.
                if (isClusterScoped && other.ApiVersion == absent.ApiVersion && other.Kind == absent.Kind) other = other with { Namespace = "" };
                if (other == absent) continue;
                if (first is null || other < first) first = other;
                if (absent < other && (following is null || other < following)) following = other;
            }
        }

        return following ?? first;
    }
}
