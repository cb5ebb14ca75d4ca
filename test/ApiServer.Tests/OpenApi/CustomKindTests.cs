using System.Text;
using System.Text.Json.Nodes;
using Kybernet.Api;
using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.Discovery;
using Kybernet.ApiServer.OpenApi;
using Kybernet.ApiServer.OpenApi.Documents;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tests.OpenApi;

public class CustomKindTests
{
    private const string Widget = "com.example.v1.Widget";

    [Theory]
    [InlineData("""{"type":"string","nullable":true}""", "{}", """{"nullable":true,"type":"string"}""")]
    [InlineData("""{"type":"object","x-kubernetes-preserve-unknown-fields":true,"properties":{"a":{"type":"string"}}}""",
        """{"x-kubernetes-preserve-unknown-fields":true}""",
        """{"properties":{"a":{"type":"string"}},"type":"object","x-kubernetes-preserve-unknown-fields":true}""")]
    [InlineData("""{"x-kubernetes-int-or-string":true}""", """{"x-kubernetes-int-or-string":true}""",
        """{"anyOf":[{"type":"integer"},{"type":"string"}],"x-kubernetes-int-or-string":true}""")]
    [InlineData("""{"type":"integer","minimum":1,"not":{"enum":[3]}}""", """{"minimum":1,"type":"integer"}""",
        """{"minimum":1,"not":{"enum":[3]},"type":"integer"}""")]
    [InlineData("""{"type":"array","items":{"type":"object","required":["a"],"properties":{"a":{"type":"string","nullable":true}}}}""",
        """{"items":{"properties":{"a":{}},"type":"object"},"type":"array"}""",
        """{"items":{"properties":{"a":{"nullable":true,"type":"string"}},"required":["a"],"type":"object"},"type":"array"}""")]
    public void Definition_Field_IsReducedForVersionTwo(string field, string v2, string v3)
    {
        var documents = Build($$"""{"type":"object","properties":{ "spec":{{field}} } }""");
        Assert.Equal(v2, Node(documents.V2)["definitions"]![Widget]!["properties"]!["spec"]!.ToJsonString());
        Assert.Equal(v3, V3(documents)["components"]!["schemas"]![Widget]!["properties"]!["spec"]!.ToJsonString());
    }

    [Fact]
    public void Definition_Root_HasWhatEveryObjectHas()
    {
        var documents = Build("""{"type":"object","description":"A widget."}""");
        var definition = V3(documents)["components"]!["schemas"]![Widget]!;
        Assert.Equal(["apiVersion", "kind", "metadata"], definition["properties"]!.AsObject().Select(property => property.Key));
        Assert.Equal("""[{"group":"example.com","kind":"Widget","version":"v1"}]""", definition["x-kubernetes-group-version-kind"]!.ToJsonString());
        Assert.Equal("""[{"fieldPath":"spec.size"}]""", definition["x-kubernetes-selectable-fields"]!.ToJsonString());
        Assert.Equal("A widget.", (string?)definition["description"]);
    }

    [Fact]
    public void Definition_NoSchema_IsAnyObject() => Assert.Equal(
        """{"type":"object","x-kubernetes-group-version-kind":[{"group":"example.com","kind":"Widget","version":"v1"}],"""
        + "\"x-kubernetes-selectable-fields\":[{\"fieldPath\":\"spec.size\"}]}",
        V3(Build(null))["components"]!["schemas"]![Widget]!.ToJsonString());

    [Fact]
    public void Definition_EmbeddedResource_HasItsMembers()
    {
        var documents = Build("""{"type":"object","properties":{"spec":{"type":"object","x-kubernetes-embedded-resource":true}}}""");
        var spec = Node(documents.V2)["definitions"]![Widget]!["properties"]!["spec"]!;
        Assert.Equal(["apiVersion", "kind", "metadata"], spec["properties"]!.AsObject().Select(property => property.Key));
        Assert.Equal("""["kind","apiVersion"]""", spec["required"]!.ToJsonString());
    }

    [Fact]
    public void Paths_Custom_AreThoseOfTheResource()
    {
        var documents = Build("""{"type":"object"}""");
        var paths = V3(documents)["paths"]!.AsObject();
        Assert.Equal(
            ["/apis/example.com/v1/namespaces/{namespace}/widgets", "/apis/example.com/v1/namespaces/{namespace}/widgets/{name}",
                "/apis/example.com/v1/namespaces/{namespace}/widgets/{name}/status", "/apis/example.com/v1/widgets"],
            paths.Select(path => path.Key));
        var patch = paths["/apis/example.com/v1/namespaces/{namespace}/widgets/{name}"]!["patch"]!;
        Assert.Equal("patchExampleComV1NamespacedWidget", (string?)patch["operationId"]);
        Assert.DoesNotContain("strategic", patch.ToJsonString(), StringComparison.Ordinal);
        Assert.Null(documents.Find("apis/example.com"));
        Assert.Contains("apis/example.com/v1", documents.Names);
    }

    private static OpenApiDocuments Build(string? schema)
    {
        var model = ApiSchema.Create();
        var gvk = new Machinery.Kinds.GroupVersionKind("example.com", "v1", "Widget");
        var resource = new ServedResource
        {
            GroupVersion = gvk.GroupVersion,
            Plural = "widgets",
            Singular = "widget",
            Kind = "Widget",
            ListKind = "WidgetList",
            IsNamespaced = true,
            Verbs = ["get", "list"],
            Subresources = [new("status", gvk, ["get", "patch", "update"])],
        };
        var kind = new CustomKind { Gvk = gvk, ListKind = "WidgetList", Plural = "widgets", Schema = Read(schema), SelectableFields = [".spec.size"] };
        return OpenApiDocuments.Build(model, [resource], "v1.36.0", [kind]);
    }

    private static JSONSchemaProps? Read(string? schema)
    {
        if (schema is null) return null;
        var reader = new JsonReader(Encoding.UTF8.GetBytes(schema), DecodeOptions.Default);
        return JSONSchemaProps.ReadJson(ref reader, null);
    }

    private static JsonNode V3(OpenApiDocuments documents) => Node(documents.Find("apis/example.com/v1")!);

    private static JsonNode Node(OpenApiDocument document) => JsonNode.Parse(document.Json.Span)!;
}
