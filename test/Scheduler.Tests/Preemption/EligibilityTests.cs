using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Plugins.DefaultPreemption;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Tests.Preemption;

/// <summary>Facts: upstream's <c>TestPodEligibleToPreemptOthers</c>, <c>TestCalculateNumCandidates</c>.</summary>
public sealed class EligibilityTests
{
    private const string Terminating = "not eligible due to a terminating pod on the nominated node.";
    private const string Ended = "deletionTimestamp: '2026-01-01T00:00:00Z'";
    private const string ByScheduler = "{conditions: [{type: DisruptionTarget, status: 'True', reason: PreemptionByScheduler}]}";

    [Theory]
    [InlineData("priority: 9", "", "Unschedulable", null)]
    [InlineData("priority: 9", "one", "Unschedulable", Terminating)]
    [InlineData("priority: 9", "gone", "Unschedulable", null)]
    [InlineData("priority: 9", "one", "UnschedulableAndUnresolvable", null)]
    [InlineData("priority: 1", "one", "Unschedulable", null)] // the terminating pod is not of lower priority
    [InlineData("priority: 9, preemptionPolicy: Never", "", "Unschedulable", "not eligible due to preemptionPolicy=Never.")]
    public void WhyNot_APodThatTriesAgain_WaitsForItsVictims(string spec, string nominated, string code, string? expected)
    {
        var victim = Given.Pod("victim", "{priority: 1, nodeName: one, containers: [{name: a}]}", $"{{{Ended}}}");
        victim = victim with { Status = Given.Read<Api.Core.V1.Pod>($"status: {ByScheduler}").Status };
        var nodes = Given.Table(Given.Node("one")).With(victim);
        var pod = Given.Pod("pod", $"{{{spec}, containers: [{{name: a}}]}}");
        pod = pod with { Status = pod.Status with { NominatedNodeName = nominated } };
        var diagnosis = new Diagnosis(1);
        diagnosis.Set(0, new(Enum.Parse<StatusCode>(code), "p", ["no"]));

        Assert.Equal(expected, DefaultPreemptionPlugin.WhyNot(PodInfo.Of(pod, nodes.Resources), nodes, diagnosis));
    }

    [Theory]
    [InlineData(10, 100, 50, 50)]
    [InlineData(10, 100, 1000, 100)]
    [InlineData(10, 100, 5000, 500)]
    [InlineData(100, 0, 7, 7)]
    public void CandidatesOf_Nodes_AreEnoughToChooseFrom(int percentage, int absolute, int nodes, int expected) =>
        Assert.Equal(expected, new PreemptionArguments(percentage, absolute).CandidatesOf(nodes));
}
