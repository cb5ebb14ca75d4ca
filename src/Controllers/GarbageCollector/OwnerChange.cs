using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;

namespace Kybernet.Controllers.GarbageCollector;

/// <summary>What changed between an object's references and its references later, by the owners' UIDs.</summary>
/// <param name="Added">To owners there were none to before.</param>
/// <param name="Removed">To owners there are none to any more.</param>
/// <param name="Unblocked">Owners whose deletion the object held up and holds up no more.</param>
/// <remarks>Upstream: garbagecollector, referencesDiffs and addUnblockedOwnersToDeleteQueue.</remarks>
public readonly record struct OwnerChange(ListOf<OwnerReference> Added, ListOf<OwnerReference> Removed, ListOf<string> Unblocked)
{
    public static OwnerChange Between(ListOf<OwnerReference> old, ListOf<OwnerReference> current)
    {
        var before = Last(old);
        var after = Last(current);
        var removed = before.Values.Where(reference => !after.ContainsKey(reference.Uid)).ToListOf();
        var unblocked = before.Values
            .Where(reference => reference.BlockOwnerDeletion == true && after.GetValueOrDefault(reference.Uid)?.BlockOwnerDeletion != true)
            .Select(static reference => reference.Uid)
            .ToListOf();
        return new(current.Where(reference => !before.ContainsKey(reference.Uid)).ToListOf(), removed, unblocked);
    }

    private static Dictionary<string, OwnerReference> Last(ListOf<OwnerReference> references)
    {
        var byUid = new Dictionary<string, OwnerReference>(references.Count);
        foreach (var reference in references) byUid[reference.Uid] = reference;
        return byUid;
    }
}
