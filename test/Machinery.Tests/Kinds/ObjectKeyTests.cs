using Kybernet.Machinery.Kinds;

namespace Kybernet.Machinery.Tests.Kinds;

public sealed class ObjectKeyTests
{
    [Theory]
    [InlineData("default/web", "default", "web")]
    [InlineData("node-1", "", "node-1")]
    public void Parse_ThenToString_RoundTrips(string text, string @namespace, string name)
    {
        var key = ObjectKey.Parse(text);
        Assert.Equal(new ObjectKey(@namespace, name), key);
        Assert.Equal(text, key.ToString());
    }

    [Fact]
    public void Parse_TwoSlashes_IsRefused()
    {
        Assert.False(ObjectKey.TryParse("a/b/c", out _));
        Assert.Equal("unexpected key format: \"a/b/c\"", Assert.Throws<FormatException>(() => ObjectKey.Parse("a/b/c")).Message);
    }
}
