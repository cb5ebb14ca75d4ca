using Kybernet.Api.Coordination.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Controllers.NodeLifecycle;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.Controllers.Tests.NodeLifecycle;

public sealed class NodeHealthPlanTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(60, null)]
    [InlineData(61, "NodeStatusNeverUpdated")]
    public void NeverPosted_AfterTheStartupGrace_BecomesUnknown(int seconds, string? reason)
    {
        var look = NodeHealthPlan.Look(NodeWith(null), null, null, s_start.AddSeconds(seconds), ControllersOptions.Default);

        Assert.Equal(reason, look.Changed?.Status.Conditions[0].Reason);
        Assert.Equal(reason is null ? 0 : 4, look.Changed?.Status.Conditions.Count ?? 0);
    }

    [Theory]
    [InlineData(50, null)]
    [InlineData(51, "Kubelet stopped posting node status.")]
    public void Silent_AfterTheGrace_BecomesUnknown(int seconds, string? message)
    {
        var node = NodeWith(s_start);
        var first = NodeHealthPlan.Look(node, null, null, s_start, ControllersOptions.Default);

        var look = NodeHealthPlan.Look(node, null, first.Health, s_start.AddSeconds(seconds), ControllersOptions.Default);

        Assert.Equal(message, look.Changed?.Status.Conditions[0].Message);
        Assert.Equal(message is null ? ConditionStatus.True : ConditionStatus.Unknown, look.Current!.Status);
        Assert.Equal(ConditionStatus.True, look.Observed.Status);
    }

    [Fact]
    public void RenewedLease_KeepsASilentNodeAlive()
    {
        var node = NodeWith(s_start);
        var health = NodeHealthPlan.Look(node, LeaseOf(s_start), null, s_start, ControllersOptions.Default).Health;

        health = NodeHealthPlan.Look(node, LeaseOf(s_start.AddSeconds(40)), health, s_start.AddSeconds(40), ControllersOptions.Default).Health;

        Assert.Null(NodeHealthPlan.Look(node, LeaseOf(s_start.AddSeconds(40)), health, s_start.AddSeconds(90), ControllersOptions.Default).Changed);
        Assert.NotNull(NodeHealthPlan.Look(node, LeaseOf(s_start.AddSeconds(40)), health, s_start.AddSeconds(91), ControllersOptions.Default).Changed);
    }

    [Fact]
    public void PostedStatus_KeepsTheNodeAlive()
    {
        var health = NodeHealthPlan.Look(NodeWith(s_start), null, null, s_start, ControllersOptions.Default).Health;

        health = NodeHealthPlan.Look(NodeWith(s_start.AddSeconds(10)), null, health, s_start.AddSeconds(40), ControllersOptions.Default).Health;

        Assert.Equal(s_start.AddSeconds(40), health.ProbedAt);
    }

    private static Node NodeWith(DateTimeOffset? heartbeat)
    {
        ListOf<NodeCondition> conditions = heartbeat is { } at
            ? [new() { Type = NodeConditionType.Ready, Status = ConditionStatus.True, LastHeartbeatTime = Time.From(at) }]
            : [];
        return new() { Metadata = new() { Name = "n", CreationTimestamp = Time.From(s_start) }, Status = new() { Conditions = conditions } };
    }

    private static Lease LeaseOf(DateTimeOffset renewed) => new() { Spec = new() { RenewTime = MicroTime.From(renewed) } };
}
