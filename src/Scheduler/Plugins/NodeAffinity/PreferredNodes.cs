using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Plugins.NodeAffinity;

/// <summary>Preferred node affinity ready to match.</summary>
public sealed class PreferredNodes
{
    private readonly List<(NodeTerm Term, int Weight)> _terms = [];

    public PreferredNodes(ListOf<PreferredSchedulingTerm> terms)
    {
        foreach (var preferred in terms)
        {
            if (preferred.Weight == 0 || NodeTerm.Of(preferred.Preference) is not { } term) continue;
            Error ??= term.Error;
            _terms.Add((term, preferred.Weight));
        }
    }

    /// <summary>What is wrong with a term; null when nothing is.</summary>
    public string? Error { get; }

    public bool IsEmpty => _terms.Count == 0;

    /// <summary>The weights of the terms that match, together.</summary>
    public long WeightOf(Node node)
    {
        var sum = 0L;
        foreach (var (term, weight) in _terms)
            if (term.Matches(node)) sum += weight;
        return sum;
    }
}
