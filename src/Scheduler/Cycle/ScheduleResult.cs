using Kybernet.Scheduler.Framework;

namespace Kybernet.Scheduler.Cycle;

/// <summary>Where a pod goes, or why nowhere.</summary>
/// <param name="Row">Of the chosen node; -1 for none.</param>
/// <param name="Failure">Null on success.</param>
/// <param name="Diagnosis">When it fits nowhere.</param>
/// <param name="NominatedNode">Of a failure: the node where preemption made room; empty to clear the nomination, null to leave it.</param>
public readonly record struct ScheduleResult(int Row, PluginStatus? Failure, Diagnosis? Diagnosis, string? NominatedNode)
{
    public static ScheduleResult Found(int row) => new(row, null, null, null);

    public static ScheduleResult Failed(PluginStatus failure, Diagnosis? diagnosis = null, string? nominated = "") =>
        new(-1, failure, diagnosis, nominated);
}
