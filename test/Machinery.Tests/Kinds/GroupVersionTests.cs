using Kybernet.Machinery.Kinds;

namespace Kybernet.Machinery.Tests.Kinds;

public sealed class GroupVersionTests
{
    [Theory]
    [InlineData("v1", "", "v1")]
    [InlineData("apps/v1", "apps", "v1")]
    [InlineData("/v1", "", "v1")]
    [InlineData("v1/", "v1", "")]
    [InlineData("", "", "")]
    [InlineData("/", "", "")]
    public void Parse_AtMostOneSlash_SplitsThere(string text, string group, string version) =>
        Assert.Equal(new GroupVersion(group, version), GroupVersion.Parse(text));

    [Theory]
    [InlineData("/v1/")]
    [InlineData("a/b/c")]
    public void Parse_TwoSlashes_IsRefused(string text)
    {
        Assert.False(GroupVersion.TryParse(text, out _));
        var error = Assert.Throws<FormatException>(() => GroupVersion.Parse(text));
        Assert.Equal($"unexpected GroupVersion string: {text}", error.Message);
    }

    [Theory]
    [InlineData("", "v1", "v1")]
    [InlineData("apps", "v1", "apps/v1")]
    [InlineData("v1", "", "v1/")]
    public void ToApiVersion_AnyGroup_LeavesOutTheEmptyOne(string group, string version, string text) =>
        Assert.Equal(text, new GroupVersion(group, version).ToApiVersion());

    [Fact]
    public void Equals_DefaultAndEmptyParts_AreEqual()
    {
        Assert.Equal(default, new GroupVersion("", ""));
        Assert.Equal(default(GroupVersion).GetHashCode(), new GroupVersion("", "").GetHashCode());
        Assert.Equal(default, new GroupVersionKind("", "", ""));
        Assert.Equal("", default(GroupVersionResource).Resource);
        Assert.True(new GroupVersion("apps", "v1") is { IsEmpty: false } apps && (apps with { Group = "", Version = "" }).IsEmpty);
    }
}
