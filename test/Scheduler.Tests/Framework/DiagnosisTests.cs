using Kybernet.Scheduler.Framework;

namespace Kybernet.Scheduler.Tests.Framework;

/// <summary>The messages users see. Facts: upstream's <c>TestFitError_Error</c>.</summary>
public sealed class DiagnosisTests
{
    [Theory]
    [InlineData("A,A,A", "", "0/3 nodes are available: 3 A.")]
    [InlineData("A,A,A", "preemption: none.", "0/3 nodes are available: 3 A. preemption: none.")]
    [InlineData("A,A,B", "", "0/3 nodes are available: 1 B, 2 A.")]
    [InlineData("A,A,B", "preemption: none.", "0/3 nodes are available: 1 B, 2 A. preemption: none.")]
    [InlineData("A", "", "0/1 nodes are available: 1 A.")]
    [InlineData("Insufficient cpu+Insufficient memory,Insufficient cpu", "", "0/2 nodes are available: 1 Insufficient memory, 2 Insufficient cpu.")]
    [InlineData("A,A,A,A,A,A,A,A,A,A,B,B", "", "0/12 nodes are available: 10 A, 2 B.")]
    public void Text_OfRejectedNodes_CountsReasons(string nodes, string postFilter, string expected)
    {
        var reasons = nodes.Split(',');
        var diagnosis = new Diagnosis(reasons.Length) { PostFilterMessage = postFilter };
        for (var row = 0; row < reasons.Length; row++) diagnosis.Set(row, PluginStatus.Unschedulable("Plugin", reasons[row].Split('+')));

        Assert.Equal(expected, diagnosis.ToString());
    }

    [Theory]
    [InlineData("", "0/3 nodes are available: The pod is wrong.")]
    [InlineData("No victims.", "0/3 nodes are available: The pod is wrong. No victims.")]
    public void Text_OfAPodRejectedAsAWhole_SaysSoOnce(string postFilter, string expected)
    {
        var diagnosis = new Diagnosis(3) { PreFilterMessage = "The pod is wrong", PostFilterMessage = postFilter };
        diagnosis.Set(0, PluginStatus.Unschedulable("Plugin", "The pod is wrong"));

        Assert.Equal(expected, diagnosis.ToString());
    }

    [Fact]
    public void Text_OfNodesNotLookedAt_CountsTheRest()
    {
        var diagnosis = new Diagnosis(3) { OfAbsentNodes = PluginStatus.Unresolvable("", "node(s) didn't satisfy plugin(s) [NodeAffinity]") };
        diagnosis.Set(1, PluginStatus.Unschedulable("Fit", "Insufficient cpu"));

        Assert.Equal("0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity].", diagnosis.ToString());
    }

    [Fact]
    public void Set_RemembersWhoRejected()
    {
        var diagnosis = new Diagnosis(1);
        diagnosis.Set(0, PluginStatus.Unresolvable("NodeName", "other name"));

        Assert.Equal(["NodeName"], diagnosis.UnschedulablePlugins);
    }
}
