using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Environment;
using Kybernet.Kubelet.Status;
using Kybernet.Kubelet.Tests.Pods;
using Kybernet.Machinery.Values;

namespace Kybernet.Kubelet.Tests.Status;

public sealed class PodStatusesTests
{
    private static readonly NodeFacts s_node = new("n", ["1.2.3.4"], default, default);

    [Theory]
    [InlineData("Always", "", "", false, "Pending", "False")]
    [InlineData("Always", "", "main=running", false, "Running", "True")]
    [InlineData("Always", "", "main=exited:1", false, "Running", "False")]
    [InlineData("Never", "", "main=exited:1", false, "Failed", "False")]
    [InlineData("Never", "", "main=exited:0", false, "Succeeded", "False")]
    [InlineData("OnFailure", "", "main=exited:1", false, "Running", "False")]
    [InlineData("OnFailure", "", "main=exited:0", false, "Succeeded", "False")]
    [InlineData("Always", "", "main=exited:0", true, "Succeeded", "False")]
    [InlineData("Always", "a", "a=running", false, "Pending", "False")]
    [InlineData("Always", "a", "a=exited:1", false, "Pending", "False")]
    [InlineData("Never", "a", "a=exited:1", false, "Failed", "False")]
    [InlineData("Always", "a", "main=running,a=exited:0", false, "Running", "True")]
    [InlineData("Always", "s+", "s=running", false, "Pending", "False")]
    [InlineData("Never", "s+", "main=exited:0,s=exited:0", true, "Succeeded", "False")]
    public void Generate_PhaseAndReady_FollowTheContainers(string policy, string init, string there, bool isTerminal, string phase, string ready)
    {
        var status = Generate(PodPlanTests.NewPod(policy, init), there, isTerminal);

        Assert.Equal(phase, status.Phase);
        Assert.Equal(ready, status.Conditions.Single(condition => condition.Type == "Ready").Status);
    }

    [Fact]
    public void Generate_Again_ChangesNothing()
    {
        var pod = PodPlanTests.NewPod("Always", "a");
        var first = Generate(pod, "main=running,a=exited:0", false);

        Assert.Equal(first, Generate(pod with { Status = first }, "main=running,a=exited:0", false));
    }

    [Fact]
    public void Generate_ReadinessGateMissing_IsNotReady()
    {
        var pod = PodPlanTests.NewPod("Always", "");
        pod = pod with { Spec = pod.Spec with { ReadinessGates = [new PodReadinessGate { ConditionType = "a/b" }] } };

        var condition = Generate(pod, "main=running", false).Conditions.Single(candidate => candidate.Type == "Ready");

        Assert.Equal("ReadinessGatesNotReady", condition.Reason);
        Assert.Equal("corresponding condition of pod readiness gate \"a/b\" does not exist.", condition.Message);
    }

    private static PodStatus Generate(Pod pod, string there, bool isTerminal) => PodStatuses.Generate(
        new(pod, RuntimePods.With(true, PodPlanTests.Split(there)), pod.Status, RuntimePods.NoProbes, s_node, Time.FromUnixSeconds(1000))
        {
            IsTerminal = isTerminal,
        });
}
