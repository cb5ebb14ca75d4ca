using Kybernet.Api.Core.V1;
using Kybernet.Controllers.NodeLifecycle;
using Kybernet.Machinery.Collections;

namespace Kybernet.Controllers.Tests.NodeLifecycle;

public sealed class ZoneTests
{
    [Theory]
    [InlineData(0, 0, ZoneState.Normal)]
    [InlineData(0, 1, ZoneState.FullDisruption)]
    [InlineData(1, 2, ZoneState.Normal)]
    [InlineData(2, 3, ZoneState.PartialDisruption)]
    [InlineData(3, 3, ZoneState.Normal)]
    public void StateOf_ReadyAndOtherNodes(int ready, int others, ZoneState state) => Assert.Equal(state, Zones.StateOf(Conditions(ready, others), 0.55));

    [Theory]
    [InlineData(ZoneState.Normal, 1000, 0.1)]
    [InlineData(ZoneState.FullDisruption, 1000, 0.1)]
    [InlineData(ZoneState.PartialDisruption, 51, 0.01)]
    [InlineData(ZoneState.PartialDisruption, 50, 0)]
    public void RateOf_StateAndSize(ZoneState state, int nodes, double rate) =>
        Assert.Equal(rate, Zones.RateOf(state, nodes, ControllersOptions.Default));

    [Fact]
    public void AllZonesDown_StopsAllEvictions_AndOneUpResumesThem()
    {
        var options = ControllersOptions.Default;
        var well = new Dictionary<string, ZoneState> { ["a"] = ZoneState.Normal, ["b"] = ZoneState.Normal };

        var entered = ZoneDisruption.Between(
            well, new Dictionary<string, List<NodeCondition?>> { ["a"] = Conditions(0, 2), ["b"] = Conditions(0, 1) }, options);
        var left = ZoneDisruption.Between(
            entered.States, new Dictionary<string, List<NodeCondition?>> { ["a"] = Conditions(1, 1), ["b"] = Conditions(0, 1) }, options);

        Assert.True(entered.EntersFull);
        Assert.All(entered.Rates.Values, static rate => Assert.Equal(0, rate));
        Assert.True(left.LeavesFull);
        Assert.All(left.Rates.Values, static rate => Assert.Equal(0.1, rate));
    }

    [Fact]
    public void Of_RegionAndZone_AreJoined()
    {
        var node = new Node
        {
            Metadata = new() { Labels = MapOf.Of(("topology.kubernetes.io/region", "r"), ("topology.kubernetes.io/zone", "z")) },
        };

        Assert.Equal("r:\0:z", Zones.Of(node));
        Assert.Equal("", Zones.Of(new()));
    }

    private static List<NodeCondition?> Conditions(int ready, int others) =>
    [
        .. Enumerable.Repeat<NodeCondition?>(new() { Type = NodeConditionType.Ready, Status = ConditionStatus.True }, ready),
        .. Enumerable.Repeat<NodeCondition?>(null, others),
    ];
}
