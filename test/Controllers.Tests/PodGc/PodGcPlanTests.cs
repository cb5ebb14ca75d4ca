using Kybernet.Api.Core.V1;
using Kybernet.Controllers.PodGc;
using Kybernet.Machinery.Values;

namespace Kybernet.Controllers.Tests.PodGc;

public sealed class PodGcPlanTests
{
    [Theory]
    [InlineData(0, new string[0])]
    [InlineData(3, new string[0])]
    [InlineData(2, new[] { "evicted" })]
    [InlineData(1, new[] { "evicted", "old" })]
    public void Terminated_BeyondTheThreshold_EvictedThenOldest(int threshold, string[] expected)
    {
        Pod[] pods =
        [
            Finished("old", 1), Finished("new", 2), Finished("evicted", 3) with { Status = new() { Phase = PodPhase.Failed, Reason = "Evicted" } },
            new() { Metadata = new() { Name = "running" }, Status = new() { Phase = PodPhase.Running } },
        ];

        Assert.Equal(expected, PodGcPlan.Terminated(pods, threshold).Select(static pod => pod.Metadata.Name));
    }

    [Theory]
    [InlineData(true, ConditionStatus.Unknown, 1)]
    [InlineData(true, ConditionStatus.True, 0)]
    [InlineData(false, ConditionStatus.Unknown, 0)]
    public void OnNodesOutOfService_NodeNotReadyAndTainted(bool isTainted, string ready, int expected)
    {
        var pod = new Pod { Metadata = new() { Name = "p", DeletionTimestamp = Time.FromUnixSeconds(1) }, Spec = new() { NodeName = "n" } };
        var node = new Node
        {
            Spec = new() { Taints = isTainted ? [new() { Key = "node.kubernetes.io/out-of-service", Effect = TaintEffect.NoExecute }] : [] },
            Status = new() { Conditions = [new() { Type = NodeConditionType.Ready, Status = ready }] },
        };

        Assert.Equal(expected, PodGcPlan.OnNodesOutOfService([pod], _ => node).Count);
        Assert.Empty(PodGcPlan.OnNodesOutOfService([pod], static _ => null));
    }

    private static Pod Finished(string name, long created) => new()
    {
        Metadata = new() { Name = name, CreationTimestamp = Time.FromUnixSeconds(created) },
        Status = new() { Phase = PodPhase.Succeeded },
    };
}
