namespace Kybernet.ApiServer.Authorization.Nodes;

/// <summary>For each object: which holders refer to it, and how often. Not safe for several threads.</summary>
internal sealed class ReferenceIndex
{
    private readonly Dictionary<NodeReference, Dictionary<string, int>> _holders = [];

    public void Add(NodeReference reference, string holder)
    {
        if (!_holders.TryGetValue(reference, out var counts)) _holders.Add(reference, counts = new(StringComparer.Ordinal));
        counts[holder] = counts.GetValueOrDefault(holder) + 1;
    }

    public void Remove(NodeReference reference, string holder)
    {
        if (!_holders.TryGetValue(reference, out var counts) || !counts.TryGetValue(holder, out var count)) return;
        if (count > 1) counts[holder] = count - 1;
        else counts.Remove(holder);
        if (counts.Count == 0) _holders.Remove(reference);
    }

    public bool Has(NodeReference reference, string holder) => _holders.TryGetValue(reference, out var counts) && counts.ContainsKey(holder);

    public IEnumerable<string> HoldersOf(NodeReference reference) => _holders.TryGetValue(reference, out var counts) ? counts.Keys : [];

    public void Clear() => _holders.Clear();
}
