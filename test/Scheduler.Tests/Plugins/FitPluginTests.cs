using Kybernet.Api.Core.V1;
using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Plugins.NodeResources;

namespace Kybernet.Scheduler.Tests.Plugins;

/// <summary>Facts: upstream's <c>noderesources/fit_test.go</c>.</summary>
public sealed class FitPluginTests
{
    [Theory]
    [InlineData("{}", "{cpu: 10m, memory: 20}", "fits")]
    [InlineData("{cpu: 1m, memory: 1}", "{cpu: 10m, memory: 20}", "Insufficient cpu, Insufficient memory")]
    [InlineData("{cpu: 1m, memory: 1}", "{cpu: 5m, memory: 5}", "fits")]
    [InlineData("{cpu: 1m, memory: 2}", "{cpu: 5m, memory: 19}", "Insufficient memory")]
    [InlineData("{cpu: 2m, memory: 1}", "{cpu: 9m, memory: 5}", "Insufficient cpu")]
    [InlineData("{cpu: 5m, memory: 1}", "{cpu: 5m, memory: 19}", "fits")]
    [InlineData("{example.com/aaa: 1}", "{example.com/aaa: 0}", "fits")]
    [InlineData("{example.com/aaa: 1}", "{example.com/aaa: 5}", "Insufficient example.com/aaa")]
    [InlineData("{example.com/aaa: 10}", "{}", "Insufficient example.com/aaa")]
    [InlineData("{example.com/bbb: 1}", "{}", "Insufficient example.com/bbb")]
    [InlineData("{hugepages-2Mi: 6}", "{hugepages-2Mi: 2}", "Insufficient hugepages-2Mi")]
    [InlineData("{ephemeral-storage: 25}", "{}", "Insufficient ephemeral-storage")]
    public void Filter_RequestsOnAUsedNode_NamesWhatIsShort(string requests, string used, string expected)
    {
        var table = Given.Table(Given.Node("a", "{cpu: 10m, memory: 20, ephemeral-storage: 20, pods: 32, example.com/aaa: 5, hugepages-2Mi: 5}"))
            .With(Given.PodAsking(used, "used", "a"));

        Assert.Equal([expected], table.Filtered(new FitPlugin(FitArguments.Default, table.Resources), Given.PodAsking(requests)));
    }

    [Theory]
    [InlineData("{cpu: 1m}", "Too many pods, Insufficient cpu")]
    [InlineData("{}", "Too many pods")]
    public void Filter_NoMorePods_SaysTooMany(string requests, string expected)
    {
        var table = Given.Table(Given.Node("a", "{cpu: 10m, pods: 1}")).With(Given.PodAsking("{cpu: 10m}", "used", "a"));

        Assert.Equal([expected], table.Filtered(new FitPlugin(FitArguments.Default, table.Resources), Given.PodAsking(requests)));
    }

    [Theory]
    [InlineData("example.com/bbb", "", "fits")]
    [InlineData("", "example.com", "fits")]
    [InlineData("example.com/aaa", "", "Insufficient example.com/bbb")]
    public void Filter_IgnoredResources_AreNotCounted(string resource, string group, string expected)
    {
        var table = Given.Table(Given.Node("a", "{cpu: 1}"));
        var arguments = new FitArguments { IgnoredResources = resource.Length > 0 ? [resource] : [], IgnoredResourceGroups = group.Length > 0 ? [group] : [] };

        Assert.Equal([expected], table.Filtered(new FitPlugin(arguments, table.Resources), Given.PodAsking("{example.com/bbb: 1}")));
    }

    [Theory]
    [InlineData("LeastAllocated", "{cpu: 0, memory: 0}", 100, 100)]
    [InlineData("LeastAllocated", "{cpu: 3000, memory: 5000}", 37, 50)]
    [InlineData("MostAllocated", "{cpu: 3000, memory: 5000}", 62, 50)]
    [InlineData("MostAllocated", "{cpu: 0, memory: 0}", 0, 0)]
    public void Score_DifferentNodes_FollowsTheStrategy(string type, string requests, long first, long second)
    {
        var table = Given.Table(Given.Node("a", "{cpu: 4000, memory: 10000}"), Given.Node("b", "{cpu: 6000, memory: 10000}"));

        var scores = table.Scored(new FitPlugin(new() { Strategy = new() { Type = type } }, table.Resources), Given.PodAsking(requests));

        Assert.Equal([first, second], scores!);
    }

    [Fact]
    public void Score_PodsOnNodes_CountWithWhatTheyAskFor()
    {
        var table = Given.Table(Given.Node("a", "{cpu: 10000, memory: 20000}"), Given.Node("b", "{cpu: 10000, memory: 20000}")).With(
            Given.PodAsking("{cpu: 3000, memory: 0}", "1", "a"), Given.PodAsking("{cpu: 3000, memory: 0}", "2", "a"),
            Given.PodAsking("{cpu: 3000, memory: 0}", "3", "b"), Given.PodAsking("{cpu: 3000, memory: 5000}", "4", "b"));

        var scores = table.Scored(new FitPlugin(FitArguments.Default, table.Resources), Given.PodAsking("{cpu: 0, memory: 0}"));

        Assert.Equal([70, 57], scores!);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(50, 50)]
    [InlineData(100, 100)]
    [InlineData(75, 75)]
    public void BrokenLine_BetweenPoints_Interpolates(long utilization, long score) =>
        Assert.Equal(score, ResourceScore.BrokenLine([new(0, 0), new(100, 10)], utilization));

    [Theory]
    [InlineData("{cpu: 1}", true, null, QueueingHint.Queue)]
    [InlineData("{cpu: 4}", true, null, QueueingHint.Skip)]
    [InlineData("{cpu: 1}", false, "{cpu: 1}", QueueingHint.Queue)]
    [InlineData("{cpu: 1}", false, "{cpu: 2}", QueueingHint.Skip)]
    public void Hint_OfANode_LooksAtWhatItCanHold(string requests, bool isNew, string? before, QueueingHint expected)
    {
        var plugin = new FitPlugin(FitArguments.Default, new());
        var hint = plugin.Events.Single(hinted => hinted.Event.Resource == EventResource.Node).Hint!;
        Node? old = isNew ? null : Given.Node("a", before!);

        Assert.Equal(expected, hint(Given.PodAsking(requests), old, Given.Node("a", "{cpu: 2}")));
    }
}
