using System.Text;
using Kybernet.Api;
using Kybernet.ApiServer.Discovery;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Tests.Discovery;

public class DiscoveryDocumentsTests
{
    private static readonly IReadOnlyList<ServedResource> s_builtIn = BuiltInResources.From(ApiSchema.Create());

    private static readonly ServedResource s_widgets = new()
    {
        GroupVersion = new("example.com", "v1"),
        Plural = "widgets",
        Singular = "widget",
        Kind = "Widget",
        IsNamespaced = true,
        Verbs = ["get", "list"],
        ShortNames = ["wd"],
        StorageVersionHash = StorageVersionHash.Of(new("example.com", "v1", "Widget")),
        Subresources = [new("status", new("example.com", "v1", "Widget"), ["get"]), new("scale", new("autoscaling", "v1", "Scale"), ["update"])],
    };

    [Fact]
    public void Apis_BuiltIn_GroupsStandInUpstreamsOrder()
    {
        var groups = ((APIGroupList)DiscoveryDocuments.Build(s_builtIn).Apis.Value).Groups.Select(group => group.Name);
        Assert.Equal(
            "apiregistration.k8s.io apps events.k8s.io authentication.k8s.io authorization.k8s.io autoscaling batch certificates.k8s.io "
            + "networking.k8s.io policy rbac.authorization.k8s.io storage.k8s.io admissionregistration.k8s.io apiextensions.k8s.io "
            + "scheduling.k8s.io coordination.k8s.io node.k8s.io discovery.k8s.io resource.k8s.io flowcontrol.apiserver.k8s.io",
            string.Join(' ', groups));
    }

    [Fact]
    public void Apis_PrioritiesStated_MoveGroups()
    {
        var documents = DiscoveryDocuments.Build(
            [s_widgets, s_widgets with { GroupVersion = new("a.example.com", "v1beta1") }],
            priorities: new Dictionary<GroupVersion, ServicePriority> { [new("metrics.k8s.io", "v1beta1")] = new(100, 100) });
        Assert.Equal(["example.com", "a.example.com", "metrics.k8s.io"], ((APIGroupList)documents.Apis.Value).Groups.Select(group => group.Name));
        Assert.NotNull(documents.Resources(new("metrics.k8s.io", "v1beta1")));
    }

    [Fact]
    public void Api_Address_IsTold() => Assert.Equal(
        """{"kind":"APIVersions","versions":["v1"],"serverAddressByClientCIDRs":[{"clientCIDR":"0.0.0.0/0","serverAddress":"10.0.0.1:6443"}]}""",
        Text(DiscoveryDocuments.Build(s_builtIn, "10.0.0.1:6443").Api));

    [Fact]
    public void Resources_Custom_SubresourcesFollowTheirResource() => Assert.Equal(
        OneLine("""
            {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"example.com/v1","resources":[
            {"name":"widgets","singularName":"widget","namespaced":true,"kind":"Widget","verbs":["get","list"],"shortNames":["wd"],
            "storageVersionHash":"gIwvi5rymmg="},
            {"name":"widgets/scale","singularName":"","namespaced":true,"group":"autoscaling","version":"v1","kind":"Scale","verbs":["update"]},
            {"name":"widgets/status","singularName":"","namespaced":true,"kind":"Widget","verbs":["get"]}]}
            """),
        Text(DiscoveryDocuments.Build([s_widgets]).Resources(new("example.com", "v1"))!));

    [Fact]
    public void AggregatedApis_Custom_NestsSubresources() => Assert.Equal(
        OneLine("""
            {"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/v2","metadata":{},"items":[{"metadata":{"name":"example.com"},
            "versions":[{"version":"v1","resources":[{"resource":"widgets","responseKind":{"group":"","version":"","kind":"Widget"},
            "scope":"Namespaced","singularResource":"widget","verbs":["get","list"],"shortNames":["wd"],"subresources":[
            {"subresource":"scale","responseKind":{"group":"autoscaling","version":"v1","kind":"Scale"},"verbs":["update"]},
            {"subresource":"status","responseKind":{"group":"","version":"","kind":"Widget"},"verbs":["get"]}]}],"freshness":"Current"}]}]}
            """),
        Text(DiscoveryDocuments.Build([s_widgets]).AggregatedApis));

    [Fact]
    public void Group_TwoVersions_NewestIsPreferred()
    {
        var documents = DiscoveryDocuments.Build([.. s_builtIn, s_widgets, s_widgets with { GroupVersion = new("example.com", "v2beta1") }]);
        Assert.Equal("v2", ((APIGroup)documents.Group("autoscaling")!.Value).PreferredVersion.Version);
        Assert.Equal("v1", ((APIGroup)documents.Group("example.com")!.Value).PreferredVersion.Version);
        Assert.Null(documents.Group(""));
        Assert.Null(documents.Group("extensions"));
    }

    [Theory]
    [InlineData("", "v1", "pods", "xPOwRZ+Yhw8=")]
    [InlineData("", "v1", "bindings", "")]
    [InlineData("apps", "v1", "deployments", "8aSe+NMegvE=")]
    [InlineData("autoscaling", "v1", "horizontalpodautoscalers", "qwQve8ut294=")]
    [InlineData("events.k8s.io", "v1", "events", "r2yiGXH7wu8=")]
    [InlineData("apiextensions.k8s.io", "v1", "customresourcedefinitions", "jfWCUB31mvA=")]
    [InlineData("authorization.k8s.io", "v1", "subjectaccessreviews", "")]
    public void StorageVersionHash_BuiltIn_IsUpstreams(string group, string version, string plural, string expected) => Assert.Equal(
        expected, s_builtIn.Single(resource => resource.GroupVersion == new GroupVersion(group, version) && resource.Plural == plural).StorageVersionHash);

    [Fact]
    public void ETag_Snapshots_AreEqualForEqualContent()
    {
        var (first, same) = (DiscoveryDocuments.Build(s_builtIn), DiscoveryDocuments.Build([.. s_builtIn.Reverse()]));
        Assert.Equal(first.AggregatedApis.ETag, same.AggregatedApis.ETag);
        Assert.Matches("^[0-9A-F]{128}$", first.AggregatedApis.ETag);
        Assert.NotEqual(first.AggregatedApis.ETag, DiscoveryDocuments.Build([.. s_builtIn, s_widgets]).AggregatedApis.ETag);
    }

    [Fact]
    public void Protobuf_Documents_ReadBack()
    {
        var documents = DiscoveryDocuments.Build(s_builtIn);
        var read = ObjectProtobuf.Decode(documents.AggregatedApi.Protobuf.Span, ApiScheme.Create(), DecodeOptions.Default);
        Assert.Equal(documents.AggregatedApi.Value, read.Value);
        Assert.Equal(new("", "", "APIResourceList"), ObjectProtobuf.PeekKind(documents.Resources(new("", "v1"))!.Protobuf.Span));
    }

    private static string OneLine(string text) => text.ReplaceLineEndings("");

    private static string Text(DiscoveryDocument document) => Encoding.UTF8.GetString(document.Json.Span);
}
