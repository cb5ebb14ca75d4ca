using Kybernet.ApiServer.FlowControl.Fairness;

namespace Kybernet.ApiServer.Tests.FlowControl;

public sealed class ShuffleShardingTests
{
    [Theory]
    [InlineData(0, new[] { 0, 1, 2, 3 })]
    [InlineData(127, new[] { 127, 0, 1, 2 })]
    [InlineData(14 + (128 * 73), new[] { 14, 74, 0, 1 })]
    public void Deal_Number_IsReadDigitByDigit(long hash, int[] hand)
    {
        var dealt = new int[4];

        ShuffleSharding.Deal((ulong)hash, 128, dealt);

        Assert.Equal(hand, dealt);
    }

    [Fact]
    public void Deal_ManyFlows_CardsAreDistinctAndEvenlyUsed()
    {
        var used = new int[16];
        var hand = new int[4];
        for (var i = 0; i < 4_000; i++)
        {
            ShuffleSharding.Deal(ShuffleSharding.HashOf("schema", $"user-{i}"), 16, hand);
            Assert.Equal(4, hand.Distinct().Count());
            foreach (var card in hand) used[card]++;
        }

        Assert.All(used, static count => Assert.InRange(count, 850, 1_150));
    }
}
