using System.Text;
using Kybernet.Api.ApiDiscovery.V2;
using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.Discovery;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Tests.Discovery;

public class DefinedResourcesTests
{
    [Fact]
    public void Of_Established_IsAResourceForEachServedVersion()
    {
        var resources = DefinedResources.Of(Widgets("Established")).ToList();
        Assert.Equal(["v1", "v1beta1"], resources.Select(resource => resource.GroupVersion.Version));
        Assert.All(resources, resource => Assert.Equal(StorageVersionHash.Of(new("example.com", "v1", "Widget")), resource.StorageVersionHash));
        Assert.Equal(["status", "scale"], resources[0].Subresources.Select(sub => sub.Name));
        Assert.Contains("create", resources[0].Verbs);
        Assert.Equal("wd", Assert.Single(resources[0].ShortNames));
    }

    [Fact]
    public void Of_NotEstablished_IsNothing() => Assert.Empty(DefinedResources.Of(Widgets("NamesAccepted")));

    [Fact]
    public void Of_Terminating_MakesNothingNew() => Assert.Equal(
        ["delete", "deletecollection", "get", "list", "watch"], DefinedResources.Of(Widgets("Established", "Terminating")).First().Verbs.ToArray());

    [Fact]
    public void Aggregated_Custom_NamesGroupAndVersion()
    {
        var list = (APIGroupDiscoveryList)DiscoveryDocuments.Build([.. DefinedResources.Of(Widgets("Established"))]).AggregatedApis.Value;
        var resource = list.Items[0].Versions[0].Resources[0];
        Assert.Equal(new("example.com", "v1", "Widget"), resource.ResponseKind);
        Assert.Equal(new("autoscaling", "v1", "Scale"), resource.Subresources[0].ResponseKind);
    }

    private static CustomResourceDefinition Widgets(params string[] conditions)
    {
        var names = """{"plural":"widgets","singular":"widget","kind":"Widget","listKind":"WidgetList","shortNames":["wd"]}""";
        var states = string.Join(',', conditions.Select(condition => $$"""{"type":"{{condition}}","status":"True"}"""));
        var json = $$"""
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"widgets.example.com"},
            "spec":{"group":"example.com","scope":"Namespaced","names":{{names}},"versions":[
            {"name":"v1","served":true,"storage":true,"subresources":{"status":{},"scale":{"specReplicasPath":".a","statusReplicasPath":".b"} } },
            {"name":"v1beta1","served":true,"storage":false},{"name":"v1alpha1","served":false,"storage":false}]},
            "status":{"acceptedNames":{{names}},"conditions":[{{states}}],"storedVersions":["v1"]} }
            """;
        return ObjectJson.Decode<CustomResourceDefinition>(Encoding.UTF8.GetBytes(json), DecodeOptions.Default, strict: true).Value!;
    }
}
