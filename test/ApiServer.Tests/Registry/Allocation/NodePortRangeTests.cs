using Kybernet.ApiServer.Registry.Allocation;

namespace Kybernet.ApiServer.Tests.Registry.Allocation;

public sealed class NodePortRangeTests
{
    [Theory]
    [InlineData("30000-32767", "30000-32767", 86)]
    [InlineData(" 30000+99 ", "30000-30099", 16)]
    [InlineData("30000", "30000-30000", 0)]
    [InlineData("30000-30015", "30000-30015", 0)]
    [InlineData("30000-30016", "30000-30016", 16)]
    [InlineData("1-65535", "1-65535", 128)]
    public void TryParse_Range_HasBand(string text, string canonical, int band)
    {
        Assert.True(NodePortRange.TryParse(text, out var range, out _));
        Assert.Equal((canonical, band), (range.ToString(), range.StaticBand));
    }

    [Theory]
    [InlineData("", "unable to parse port range")]
    [InlineData("1-2+3", "unable to parse port range")]
    [InlineData("a-b", "unable to parse port range")]
    [InlineData("5-4", "end port cannot be less than start port: 5-4")]
    [InlineData("1-65536", "the port range cannot be greater than 65535: 1-65536")]
    [InlineData("65535+1", "the port range cannot be greater than 65535: 65535+1")]
    public void TryParse_NoRange_SaysWhy(string text, string expected)
    {
        Assert.False(NodePortRange.TryParse(text, out _, out var error));
        Assert.StartsWith(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(29999, false)]
    [InlineData(30000, true)]
    [InlineData(32767, true)]
    [InlineData(32768, false)]
    public void Contains_Port_EndsCount(int port, bool expected) => Assert.Equal(expected, NodePortRange.Default.Contains(port));

    [Fact]
    public void NotInRange_Names_TheRange() =>
        Assert.EndsWith("The range of valid ports is 30000-32767", NodePortRange.Default.NotInRange, StringComparison.Ordinal);
}
