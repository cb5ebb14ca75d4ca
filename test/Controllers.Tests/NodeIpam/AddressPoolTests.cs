using Kybernet.Controllers.NodeIpam;

namespace Kybernet.Controllers.Tests.NodeIpam;

public sealed class AddressPoolTests
{
    [Theory]
    [InlineData("10.0.0.0/23", 24, "10.0.0.0/24", "10.0.1.0/24")]
    [InlineData("fd00::/47", 48, "fd00::/48", "fd00:0:1::/48")]
    public void Take_GivesEachPartOnce_InTurn(string cluster, int length, string first, string second)
    {
        var pool = new AddressPool(Parse(cluster), length);

        Assert.Equal(first, pool.Take().ToString());
        Assert.True(pool.Release(Parse(first)));
        Assert.Equal(second, pool.Take().ToString());
        Assert.Equal(first, pool.Take().ToString());
        Assert.Null(pool.Take());
    }

    [Theory]
    [InlineData("10.0.0.0/24", true, "10.0.1.0/24")]
    [InlineData("10.0.0.128/25", true, "10.0.1.0/24")]
    [InlineData("10.0.0.0/8", true, null)]
    [InlineData("11.0.0.0/24", false, "10.0.0.0/24")]
    public void Occupy_TakesEveryPartTheRangeTouches(string occupied, bool isInside, string? next)
    {
        var pool = new AddressPool(Parse("10.0.0.0/23"), 24);

        Assert.Equal(isInside, pool.Occupy(Parse(occupied)));

        Assert.Equal(next, pool.Take()?.ToString());
    }

    [Theory]
    [InlineData("10.0.0.0/24", 16)]
    [InlineData("fd00::/32", 64)]
    public void New_NodesThatDoNotFit_Throws(string cluster, int length) =>
        Assert.Throws<ArgumentException>(() => new AddressPool(Parse(cluster), length));

    private static AddressRange Parse(string text) => AddressRange.TryParse(text, out var range) ? range : throw new FormatException(text);
}
