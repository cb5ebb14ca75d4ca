using Kybernet.ApiServer.Registry.Allocation;

namespace Kybernet.ApiServer.Tests.Registry.Allocation;

public sealed class IpRangeTests
{
    [Theory]
    [InlineData("10.96.0.0/12", "10.96.0.0/12", 1048574, 256)]
    [InlineData("10.0.0.7/24", "10.0.0.0/24", 254, 16)]
    [InlineData("192.168.0.0/20", "192.168.0.0/20", 4094, 256)]
    [InlineData("192.168.0.0/22", "192.168.0.0/22", 1022, 64)]
    [InlineData("10.0.0.0/28", "10.0.0.0/28", 14, 0)]
    [InlineData("10.0.0.0/27", "10.0.0.0/27", 30, 16)]
    [InlineData("10.0.0.1/32", "10.0.0.1/32", 0, 0)]
    [InlineData("fd00::/108", "fd00::/108", 1048575, 256)]
    [InlineData("FD00:0::1/112", "fd00::/112", 65535, 256)]
    public void TryParse_Network_HasSizeAndBand(string cidr, string canonical, int size, int band)
    {
        Assert.True(IpRange.TryParse(cidr, out var range, out _));
        Assert.Equal((canonical, (ulong)size, band), (range.ToString(), range.Size, range.StaticBand));
    }

    [Theory]
    [InlineData("10.0.0.0")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.010/24")]
    [InlineData("10.0.0/24")]
    [InlineData("1.2.3.4.5/24")]
    [InlineData("fe80::1%eth0/64")]
    [InlineData("fd00::/56")]
    public void TryParse_NoNetwork_SaysWhy(string cidr)
    {
        Assert.False(IpRange.TryParse(cidr, out _, out var error));
        Assert.Contains(cidr.StartsWith("fd", StringComparison.Ordinal) ? "is 64, got 56" : "invalid CIDR address", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.0/24", "10.0.0.1", 0)]
    [InlineData("10.0.0.0/24", "10.0.0.254", 253)]
    [InlineData("10.0.0.0/24", "10.0.0.0", null)]
    [InlineData("10.0.0.0/24", "10.0.0.255", null)]
    [InlineData("10.0.0.0/24", "10.0.1.1", null)]
    [InlineData("10.0.0.0/24", "fd00::1", null)]
    [InlineData("fd00::/112", "fd00::ffff", 65534)]
    [InlineData("fd00::/112", "fd00::1:0", null)]
    public void OffsetOf_Address_RoundTrips(string cidr, string text, int? offset)
    {
        Assert.True(IpRange.TryParse(cidr, out var range, out _));
        Assert.True(IpAddress.TryParse(text, out var address));
        Assert.Equal((ulong?)offset, range.OffsetOf(address));
        if (offset is not null) Assert.Equal(text, range.AddressAt((ulong)offset.Value).ToString());
    }

    [Fact]
    public void AddressAt_OutsideRange_Throws()
    {
        Assert.True(IpRange.TryParse("10.0.0.0/30", out var range, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => range.AddressAt(2));
    }

    [Theory]
    [InlineData(5, 2, 0, 0, "2 3 4 0 1")]
    [InlineData(5, 2, 4, 3, "3 4 2 1 0")]
    [InlineData(3, 0, 7, 7, "1 2 0")]
    [InlineData(2, 9, 1, 1, "1 0")]
    [InlineData(0, 0, 0, 0, "")]
    public void Offsets_Band_ComesLast(int size, int band, int upper, int lower, string expected) =>
        Assert.Equal(expected, string.Join(' ', SearchOrder.Offsets((ulong)size, band, (ulong)upper, (ulong)lower)));
}
