using Kybernet.Machinery.Kinds;

namespace Kybernet.Machinery.Tests.Kinds;

public sealed class KindAndResourceTests
{
    [Theory]
    [InlineData("v1", "", "v1")]
    [InlineData(".v1", "v1", "")]
    [InlineData("v1.", "", "v1")]
    [InlineData("v1.a", "a", "v1")]
    [InlineData("b.v1.a", "v1.a", "b")]
    public void Parse_Dotted_SplitsAtTheFirstDot(string text, string group, string name)
    {
        Assert.Equal(new GroupResource(group, name), GroupResource.Parse(text));
        Assert.Equal(new GroupKind(group, name), GroupKind.Parse(text));
    }

    [Theory]
    [InlineData("StatefulSet")]
    [InlineData(".apps")]
    [InlineData("Pod.")]
    [InlineData("StatefulSet.apps")]
    public void ParseArg_FewerThanTwoDots_HasNoVersionedReading(string text)
    {
        Assert.Equal((null, GroupKind.Parse(text)), GroupVersionKind.ParseKindArg(text));
        Assert.Equal((null, GroupResource.Parse(text)), GroupVersionResource.ParseResourceArg(text));
    }

    [Fact]
    public void ParseArg_TwoDots_IsReadBothWays()
    {
        Assert.Equal((new("apps", "v1", "Set"), new("v1.apps", "Set")), GroupVersionKind.ParseKindArg("Set.v1.apps"));
        Assert.Equal((new("a.io", "v1", "sets"), new("v1.a.io", "sets")), GroupVersionResource.ParseResourceArg("sets.v1.a.io"));
    }

    [Fact]
    public void ToString_AllTypes_IsUpstreams()
    {
        Assert.Equal("Pod", new GroupKind("", "Pod").ToString());
        Assert.Equal("Deployment.apps", new GroupKind("apps", "Deployment").ToString());
        Assert.Equal("pods", new GroupResource("", "pods").ToString());
        Assert.Equal("deployments.apps", new GroupResource("apps", "deployments").ToString());
        Assert.Equal("/v1, Kind=Pod", new GroupVersionKind("", "v1", "Pod").ToString());
        Assert.Equal("apps/v1, Resource=deployments", new GroupVersionResource("apps", "v1", "deployments").ToString());
    }

    [Theory]
    [InlineData("apps/v1", "Deployment", "apps", "v1")]
    [InlineData("v1", "Pod", "", "v1")]
    [InlineData("a/b/c", "Pod", "", "")]
    public void FromApiVersionAndKind_AnyApiVersion_KeepsTheKind(string apiVersion, string kind, string group, string version) =>
        Assert.Equal(new GroupVersionKind(group, version, kind), GroupVersionKind.FromApiVersionAndKind(apiVersion, kind));
}
