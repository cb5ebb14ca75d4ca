using Kybernet.Scheduler.Cycle;

namespace Kybernet.Scheduler.Tests.Cycle;

public sealed class NodeSearchTests
{
    /// <summary>Facts: upstream's <c>TestNumFeasibleNodesToFind</c>.</summary>
    [Theory]
    [InlineData(0, 10, 10)]
    [InlineData(40, 10, 10)]
    [InlineData(0, 1000, 420)]
    [InlineData(40, 1000, 400)]
    [InlineData(0, 6000, 300)]
    [InlineData(40, 6000, 2400)]
    [InlineData(10, 500, 100)]
    public void CountToFind_OfNodes_IsWhatIsWorthScoring(int percentage, int nodes, int expected) =>
        Assert.Equal(expected, NodeSearch.CountToFind(percentage, nodes));
}
