namespace Kybernet.Scheduler.Preemption;

/// <summary>Which node is made room on. Upstream: <c>pickOneNodeForPreemption</c>.</summary>
public static class CandidateChoice
{
    /// <summary>
    /// The first of those with, in this order: the fewest violated budgets; the lowest highest priority of a victim; the smallest sum of
    /// priorities; the fewest victims; the latest start of the victims of highest priority.
    /// </summary>
    public static Candidate Best(IReadOnlyList<Candidate> candidates, PodImportance importance) => candidates
        .OrderBy(candidate => candidate.Violations)
        .ThenBy(candidate => candidate.Victims[0].Priority)
        .ThenBy(SumOfPriorities)
        .ThenBy(candidate => candidate.Victims.Count)
        .ThenByDescending(candidate => importance.EarliestStartOfHighest(candidate.Victims))
        .First();

    /// <summary>Each priority counts from the lowest there is, so that one more victim of a negative priority is worse, not better.</summary>
    private static long SumOfPriorities(Candidate candidate) => candidate.Victims.Sum(victim => victim.Priority + (1L << 31));
}
