namespace Kybernet.Scheduler.Plugins.DefaultPreemption;

/// <summary>Upstream: <c>DefaultPreemptionArgs</c>.</summary>
/// <param name="MinCandidateNodesPercentage">Of the nodes that eviction may help, so many candidates are enough to choose from. 0…100.</param>
/// <param name="MinCandidateNodesAbsolute">Candidates to find at least. Not both 0.</param>
public sealed record PreemptionArguments(int MinCandidateNodesPercentage, int MinCandidateNodesAbsolute)
{
    public static readonly PreemptionArguments Default = new(10, 100);

    /// <summary>How many candidates are enough.</summary>
    public int CandidatesOf(int nodes) =>
        Math.Min(nodes, Math.Max((int)((long)nodes * MinCandidateNodesPercentage / 100), MinCandidateNodesAbsolute));
}
