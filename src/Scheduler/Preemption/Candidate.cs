using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Preemption;

/// <summary>A node where a pod would fit without some others.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Victims">The pods that have to go, at least one, the most important first.</param>
/// <param name="Violations">How many of them go against their disruption budgets.</param>
public sealed record Candidate(string Node, IReadOnlyList<PodInfo> Victims, int Violations);
