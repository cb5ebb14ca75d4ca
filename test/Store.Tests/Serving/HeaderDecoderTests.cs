using Kybernet.Store.Serving.Http2;

namespace Kybernet.Store.Tests.Serving;

/// <summary>Header blocks of RFC 7541, appendix C.4: three requests of one connection, shortened by the code and by fields kept.</summary>
public sealed class HeaderDecoderTests
{
    [Fact]
    public void TryRead_RequestsOfTheStandard_AreRead()
    {
        var decoder = new HeaderDecoder();

        Assert.Equal("/", PathOf(decoder, "828684418cf1e3c2e5f23a6ba0ab90f4ff"));
        Assert.Equal("/", PathOf(decoder, "828684be5886a8eb10649cbf"));
        Assert.Equal("/index.html", PathOf(decoder, "828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf"));
    }

    [Theory]
    [InlineData("be")]
    [InlineData("80")]
    [InlineData("418cf1e3")]
    [InlineData("3fe2ff03")]
    [InlineData("0085ffffffffff00")]
    public void TryRead_Malformed_IsRefused(string block) => Assert.False(new HeaderDecoder().TryRead(Convert.FromHexString(block), new()));

    [Theory]
    [InlineData("100m", 100)]
    [InlineData("5S", 5000)]
    [InlineData("2H", 7_200_000)]
    [InlineData("99999999H", null)]
    [InlineData("x", null)]
    public void Take_Timeout_IsRead(string text, int? milliseconds)
    {
        var head = new RequestHead();

        head.Take(new("grpc-timeout", text));

        Assert.Equal(milliseconds, (int?)head.Timeout?.TotalMilliseconds);
    }

    private static string PathOf(HeaderDecoder decoder, string block)
    {
        var head = new RequestHead();
        Assert.True(decoder.TryRead(Convert.FromHexString(block), head));
        Assert.Equal("GET", head.Method);
        return head.Path;
    }
}
