using Kybernet.ApiServer.Registry.ApiExtensions;

namespace Kybernet.ApiServer.Tests.Registry.ApiExtensions;

public sealed class StringFormatsTests
{
    [Theory]
    [InlineData("date", "2026-02-28", "2026-02-29")]
    [InlineData("date-time", "2026-01-02T03:04:05.6Z", "2026-01-02T03:04:60Z")]
    [InlineData("datetime", "2026-01-02t03:04:05+01:00", "")]
    [InlineData("duration", "1h30m", "soon")]
    [InlineData("duration", "3 weeks", "3 moons")]
    [InlineData("ipv4", "10.0.0.1", "fd00::1")]
    [InlineData("ipv6", "fd00::1", "10.0.0.1")]
    [InlineData("cidr", "10.0.0.0/8", "10.0.0.0")]
    [InlineData("mac", "00:11:22:aa:BB:cc", "00:11:22:aa:BB")]
    [InlineData("mac", "0011.22aa.bbcc", "0011-22aa-bbcc")]
    [InlineData("hostname", "example.com", "-example.com")]
    [InlineData("hostname", "localhost", "a..b")]
    [InlineData("uri", "https://example.com/x", "example")]
    [InlineData("email", "a@b.c", "a@")]
    [InlineData("byte", "aGk=", "aGk")]
    [InlineData("uuid", "0f0e0d0c-0b0a-4908-8706-050403020100", "0f0e0d0c")]
    [InlineData("uuid3", "0f0e0d0c0b0a39080706050403020100", "0f0e0d0c-0b0a-4908-8706-050403020100")]
    [InlineData("uuid4", "0f0e0d0c-0b0a-4908-8706-050403020100", "0f0e0d0c-0b0a-4908-0706-050403020100")]
    [InlineData("bsonobjectid", "0123456789abcdef01234567", "0123")]
    [InlineData("hexcolor", "#FFF", "#FF")]
    [InlineData("rgbcolor", "rgb(255, 0,1)", "rgb(256,0,1)")]
    [InlineData("ssn", "123-45-6789", "123-4-6789")]
    [InlineData("k8s-short-name", "a-b", "a.b")]
    [InlineData("k8s-long-name", "a.b", "A")]
    public void IsValid_Format_TellsApart(string format, string good, string bad)
    {
        Assert.True(StringFormats.IsValid(format, good));
        Assert.False(StringFormats.IsValid(format, bad));
    }

    [Fact]
    public void IsValid_UnknownFormat_FitsEverything() => Assert.True(StringFormats.IsValid("colour", "x"));
}
