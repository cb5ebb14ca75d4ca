using Kybernet.Machinery.Kinds;

namespace Kybernet.Proxy.Nftables;

/// <summary>
/// What the kernel's table should hold, service by service, and the transactions that take it from one state to the next. Pure: it writes
/// text and runs nothing. A change costs as much as the services it touches, however many there are.
/// </summary>
internal sealed class RuleTable
{
    // Kernels before 6.2 count an element as a reference to its chain until shortly after it is gone: chains are emptied now, deleted
    // later.
    private static readonly TimeSpan s_staleFor = TimeSpan.FromSeconds(1);

    private readonly Dictionary<ObjectKey, NftFragment> _services = [];
    private readonly ElementOwners _elements = new();
    private readonly Dictionary<string, DateTimeOffset> _stale = [];

    public IReadOnlyDictionary<ObjectKey, NftFragment> Services => _services;

    public int InternalWithoutLocal { get; private set; }

    public int ExternalWithoutLocal { get; private set; }

    /// <summary>
    /// Takes the services' new fragments and gives what they change. A fragment without anything is a service that is gone.
    /// </summary>
    public NftTransaction Change(NftDialect dialect, IReadOnlyCollection<KeyValuePair<ObjectKey, NftFragment>> changes, DateTimeOffset now)
    {
        var transaction = new NftTransaction(dialect);
        var diff = new FragmentDiff();
        foreach (var (service, fragment) in changes)
        {
            var old = _services.GetValueOrDefault(service, NftFragment.Empty);
            diff.Compare(old, fragment);
            _elements.Change(service, old, fragment, diff.DeletedElements, diff.AddedElements);
            InternalWithoutLocal += fragment.InternalWithoutLocal - old.InternalWithoutLocal;
            ExternalWithoutLocal += fragment.ExternalWithoutLocal - old.ExternalWithoutLocal;
            if (fragment.Elements.Count == 0) _services.Remove(service);
            else _services[service] = fragment;
        }

        diff.WriteTo(transaction);
        foreach (var chain in diff.DeletedChains) _stale[chain] = now;
        foreach (var chain in diff.AddedChains.Keys) _stale.Remove(chain);
        return transaction;
    }

    /// <summary>Everything, whatever the kernel has. Clients' affinities are kept.</summary>
    /// <param name="dialect">The family and the options.</param>
    /// <param name="chains">The chains there are; services' chains among them that nobody wants become stale.</param>
    /// <param name="sets">The sets there are.</param>
    /// <param name="now">When.</param>
    public NftTransaction Adopt(NftDialect dialect, IEnumerable<string> chains, IEnumerable<string> sets, DateTimeOffset now)
    {
        var transaction = new NftTransaction(dialect);
        var leftovers = chains.Where(NftNames.IsServiceChain).ToHashSet();
        BaseRules.Write(transaction, dialect);
        // All chains are emptied before sets go: a rule holds the set it names.
        foreach (var chain in leftovers) transaction.FlushChain(chain);
        var wanted = _services.Values.SelectMany(static service => service.AffinitySets.Keys).ToHashSet();
        foreach (var set in sets)
            if (set.StartsWith(NftNames.AffinityPrefix, StringComparison.Ordinal) && !wanted.Contains(set)) transaction.DeleteSet(set);
        AddServices(transaction);
        _stale.Clear();
        foreach (var service in _services.Values) leftovers.ExceptWith(service.Chains.Keys);
        foreach (var chain in leftovers) _stale[chain] = now;
        return transaction;
    }

    /// <summary>Everything, after deleting the table: what no state of the kernel can make fail. Affinities are lost.</summary>
    public NftTransaction Replace(NftDialect dialect)
    {
        var transaction = new NftTransaction(dialect);
        transaction.AddTable();
        transaction.DeleteTable();
        BaseRules.Write(transaction, dialect);
        AddServices(transaction);
        _stale.Clear();
        return transaction;
    }

    /// <summary>Deletes chains that have been stale long enough.</summary>
    public NftTransaction Sweep(NftDialect dialect, DateTimeOffset now)
    {
        var transaction = new NftTransaction(dialect);
        foreach (var (chain, since) in _stale.Where(entry => now - entry.Value >= s_staleFor).ToArray())
        {
            transaction.DeleteChain(chain);
            _stale.Remove(chain);
        }

        return transaction;
    }

    private void AddServices(NftTransaction transaction)
    {
        foreach (var service in _services.Values)
        {
            foreach (var (set, seconds) in service.AffinitySets) transaction.AddAffinitySet(set, seconds);
            foreach (var chain in service.Chains.Keys)
            {
                transaction.AddChain(chain);
                transaction.FlushChain(chain);
            }
        }

        foreach (var service in _services.Values)
            foreach (var (chain, rules) in service.Chains) transaction.AddRules(chain, rules);
        transaction.AddElements(_elements.All);
    }
}
