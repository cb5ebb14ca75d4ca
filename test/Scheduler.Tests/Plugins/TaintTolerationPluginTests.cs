using Kybernet.Scheduler.Plugins.TaintToleration;

namespace Kybernet.Scheduler.Tests.Plugins;

/// <summary>Facts: upstream's <c>tainttoleration/taint_toleration_test.go</c>.</summary>
public sealed class TaintTolerationPluginTests
{
    [Theory]
    [InlineData("[]", "[{key: dedicated, value: user1, effect: NoSchedule}]", false)]
    [InlineData("[{key: dedicated, value: user1, effect: NoSchedule}]", "[{key: dedicated, value: user1, effect: NoSchedule}]", true)]
    [InlineData("[{key: dedicated, operator: Equal, value: user2, effect: NoSchedule}]", "[{key: dedicated, value: user1, effect: NoSchedule}]", false)]
    [InlineData("[{key: foo, operator: Exists, effect: NoSchedule}]", "[{key: foo, value: bar, effect: NoSchedule}]", true)]
    [InlineData("[{key: foo, operator: Exists}]", "[{key: foo, value: bar, effect: NoExecute}]", true)]
    [InlineData("[{operator: Exists}]", "[{key: foo, value: bar, effect: NoSchedule}, {key: baz, effect: NoExecute}]", true)]
    [InlineData("[{key: foo, operator: Equal, value: bar, effect: PreferNoSchedule}]", "[{key: foo, value: bar, effect: NoSchedule}]", false)]
    [InlineData("[]", "[{key: dedicated, value: user1, effect: PreferNoSchedule}]", true)]
    [InlineData("[{key: dedicated, value: user1}]", "[{key: dedicated, value: user1, effect: NoSchedule}, {key: x, effect: NoExecute}]", false)]
    public void Filter_Taints_NeedTolerations(string tolerations, string taints, bool fits)
    {
        var table = Given.Table(Given.Node("a", spec: $"taints: {taints}"));

        var verdicts = table.Filtered(new TaintTolerationPlugin(), Given.Pod(spec: $"{{containers: [{{name: a}}], tolerations: {tolerations}}}"));

        Assert.Equal([fits ? "fits" : "node(s) had untolerated taint(s)"], verdicts);
    }

    [Theory]
    [InlineData("[{key: cpu-type, value: arm64, effect: PreferNoSchedule}]", 100, 0, 0)]
    [InlineData("[]", 100, 50, 0)]
    [InlineData("[{operator: Exists}]", 100, 100, 100)]
    public void Score_SoftTaints_PrefersNodesWithFewer(string tolerations, long none, long one, long two)
    {
        var table = Given.Table(
            Given.Node("a"),
            Given.Node("b", spec: "taints: [{key: disk, value: ssd, effect: PreferNoSchedule}]"),
            Given.Node("c", spec: "taints: [{key: disk, value: ssd, effect: PreferNoSchedule}, {key: cpu-type, value: arm64, effect: PreferNoSchedule}]"));

        var scores = table.Scored(new TaintTolerationPlugin(), Given.Pod(spec: $"{{containers: [{{name: a}}], tolerations: {tolerations}}}"));

        Assert.Equal([none, one, two], scores!);
    }
}
