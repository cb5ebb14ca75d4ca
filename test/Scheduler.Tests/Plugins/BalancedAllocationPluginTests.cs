using Kybernet.Scheduler.Plugins.NodeResources;

namespace Kybernet.Scheduler.Tests.Plugins;

/// <summary>Facts: upstream's <c>noderesources/balanced_allocation_test.go</c>.</summary>
public sealed class BalancedAllocationPluginTests
{
    [Theory]
    [InlineData("{cpu: 3000, memory: 5000}", "68,75")] // 75 % of 4000 and 50 % of 10000 deviate by 12.5 %.
    [InlineData("{cpu: 0, memory: 0}", null)]
    public void Score_EmptyNodes_PrefersTheEvenOne(string requests, string? expected)
    {
        var table = Given.Table(Given.Node("a", "{cpu: 4000, memory: 10000}"), Given.Node("b", "{cpu: 6000, memory: 10000}"));

        var scores = table.Scored(new BalancedAllocationPlugin(ScoringStrategy.DefaultResources, table.Resources), Given.PodAsking(requests));

        Assert.Equal(expected, scores is null ? null : string.Join(',', scores));
    }

    [Theory]
    [InlineData(new[] { 0.5, 0.5 }, 100)]
    [InlineData(new[] { 0.6, 0.0 }, 70)]
    [InlineData(new[] { 0.3, 0.5, 0.9 }, 75)]
    [InlineData(new[] { 0.7 }, 100)]
    public void Balanced_Fractions_LosesTheirDeviation(double[] fractions, long expected) => Assert.Equal(expected, ResourceScore.Balanced(fractions));
}
