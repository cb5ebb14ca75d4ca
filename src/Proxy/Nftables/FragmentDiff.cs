namespace Kybernet.Proxy.Nftables;

/// <summary>What changes between states of services, gathered to be written in the order the kernel needs.</summary>
internal sealed class FragmentDiff
{
    public Dictionary<string, List<string>> AddedChains { get; } = [];

    public List<string> DeletedChains { get; } = [];

    public List<NftElement> DeletedElements { get; } = [];

    public List<(NftElement Element, string? Verdict)> AddedElements { get; } = [];

    private readonly Dictionary<string, List<string>> _changedChains = [];
    private readonly Dictionary<string, int> _addedSets = [];
    private readonly List<string> _deletedSets = [];

    /// <summary>Chains and sets belong to one service; the shared elements are compared elsewhere.</summary>
    public void Compare(NftFragment old, NftFragment @new)
    {
        foreach (var (chain, rules) in @new.Chains)
        {
            if (!old.Chains.TryGetValue(chain, out var before)) AddedChains[chain] = rules;
            else if (!rules.SequenceEqual(before) || NamesChangedSet(rules, old, @new)) _changedChains[chain] = rules;
        }

        foreach (var chain in old.Chains.Keys)
            if (!@new.Chains.ContainsKey(chain)) DeletedChains.Add(chain);
        foreach (var (set, seconds) in @new.AffinitySets)
            if (!old.AffinitySets.TryGetValue(set, out var before) || before != seconds) _addedSets[set] = seconds;
        foreach (var (set, seconds) in old.AffinitySets)
            if (!@new.AffinitySets.TryGetValue(set, out var after) || after != seconds) _deletedSets.Add(set);
    }

    /// <summary>
    /// Empties what goes, so that nothing refers to it; then deletes; then adds, what is referred to before what refers to it.
    /// </summary>
    public void WriteTo(NftTransaction transaction)
    {
        transaction.DeleteElements(DeletedElements);
        foreach (var chain in _changedChains.Keys.Concat(DeletedChains)) transaction.FlushChain(chain);
        foreach (var set in _deletedSets) transaction.DeleteSet(set);
        foreach (var (set, seconds) in _addedSets) transaction.AddAffinitySet(set, seconds);
        foreach (var chain in AddedChains.Keys) transaction.AddChain(chain);
        foreach (var (chain, rules) in AddedChains.Concat(_changedChains)) transaction.AddRules(chain, rules);
        transaction.AddElements(AddedElements);
    }

    // A set whose timeout changes is made anew, and its rules with it.
    private static bool NamesChangedSet(List<string> rules, NftFragment old, NftFragment @new) =>
        old.AffinitySets.Count > 0
        && rules.Exists(rule => old.AffinitySets.Any(set =>
            @new.AffinitySets.TryGetValue(set.Key, out var after) && after != set.Value
                && rule.Contains(set.Key, StringComparison.Ordinal)));
}
