using Kybernet.Machinery.Kinds;

namespace Kybernet.Proxy.Nftables;

/// <summary>
/// Who wants which element of the shared sets and maps. Two services may want the same one (an endpoint's hairpin, an external address
/// given
/// twice): the first keeps it, and the next one gets it when the first lets go.
/// </summary>
internal sealed class ElementOwners
{
    private readonly Dictionary<NftElement, List<(ObjectKey Owner, string? Verdict)>> _owners = [];

    /// <summary>All elements with the verdicts that hold.</summary>
    public IEnumerable<(NftElement Element, string? Verdict)> All => _owners.Select(static entry => (entry.Key, entry.Value[0].Verdict));

    /// <summary>Replaces what a service wants, and notes what that changes in the kernel.</summary>
    public void Change(
        ObjectKey owner, NftFragment old, NftFragment @new, List<NftElement> deleted, List<(NftElement Element, string? Verdict)> added)
    {
        foreach (var (element, verdict) in old.Elements)
            if (!@new.Elements.TryGetValue(element, out var kept) || kept != verdict) Update(element, deleted, added, owners => Remove(owners, owner));
        foreach (var (element, verdict) in @new.Elements)
            if (!old.Elements.TryGetValue(element, out var there) || there != verdict) Update(element, deleted, added, owners => owners.Add((owner, verdict)));
    }

    private static void Remove(List<(ObjectKey Owner, string? Verdict)> owners, ObjectKey owner) =>
        owners.RemoveAll(entry => entry.Owner == owner);

    private void Update(
        NftElement element, List<NftElement> deleted, List<(NftElement Element, string? Verdict)> added,
        Action<List<(ObjectKey Owner, string? Verdict)>> change)
    {
        if (!_owners.TryGetValue(element, out var owners)) _owners[element] = owners = [];
        var had = owners.Count > 0;
        var before = had ? owners[0].Verdict : null;
        change(owners);
        if (owners.Count == 0) _owners.Remove(element);
        if (had == owners.Count > 0 && (!had || owners[0].Verdict == before)) return;
        // What this transaction has only just added is taken out of it again.
        var index = added.FindIndex(entry => entry.Element == element);
        if (had && index >= 0) added.RemoveAt(index);
        else if (had) deleted.Add(element);
        if (owners.Count > 0) added.Add((element, owners[0].Verdict));
    }
}
