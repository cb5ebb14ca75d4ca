using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Kybernet.Api;
using Kybernet.ApiServer.Discovery;
using Kybernet.ApiServer.OpenApi.Documents;

namespace Kybernet.ApiServer.Tests.OpenApi;

public class OpenApiDocumentsTests
{
    private const string Apps = "io.k8s.api.apps.v1.";

    private static readonly OpenApiDocuments s_documents = Build();

    private static readonly JsonNode s_apps = Parse(s_documents.Find("apis/apps/v1")!);

    private static readonly JsonNode s_core = Parse(s_documents.Find("api/v1")!);

    private static readonly JsonNode s_v2 = Parse(s_documents.V2);

    [Fact]
    public void Names_BuiltIn_AreUpstreams()
    {
        Assert.Superset(
            new HashSet<string> { "api", "api/v1", "apis", "apis/apps", "apis/apps/v1", "version", "openid/v1/jwks", ".well-known/openid-configuration" },
            s_documents.Names.ToHashSet());
        Assert.Null(s_documents.Find("apis/apps/v1beta1"));
    }

    [Fact]
    public void Index_EveryDocument_HasItsHash()
    {
        var paths = Parse(s_documents.Index)["paths"]!.AsObject();
        Assert.Equal(s_documents.Names.Order(StringComparer.Ordinal), paths.Select(path => path.Key));
        var apps = s_documents.Find("apis/apps/v1")!;
        Assert.Equal($"/openapi/v3/apis/apps/v1?hash={apps.Hash}", (string?)paths["apis/apps/v1"]!["serverRelativeURL"]);
        Assert.Equal(Convert.ToHexString(SHA512.HashData(apps.Json.Span)), apps.Hash);
    }

    [Theory]
    [InlineData("minReadySeconds", """{"type":"integer","format":"int32"}""")]
    [InlineData("paused", """{"type":"boolean"}""")]
    [InlineData("selector", """{"allOf":[{"$ref":"#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector"}]}""")]
    [InlineData("strategy",
        """{"default":{},"allOf":[{"$ref":"#/components/schemas/io.k8s.api.apps.v1.DeploymentStrategy"}],"x-kubernetes-patch-strategy":"retainKeys"}""")]
    public void V3_DeploymentSpecField_HasUpstreamsSchema(string field, string expected) =>
        AssertSchema(expected, s_apps["components"]!["schemas"]![Apps + "DeploymentSpec"]!["properties"]![field]!);

    [Theory]
    [InlineData("PodSpec", "containers", """
        {"type":"array","items":{"$ref":"#/components/schemas/io.k8s.api.core.v1.Container"},"x-kubernetes-list-type":"map",
        "x-kubernetes-list-map-keys":["name"],"x-kubernetes-patch-strategy":"merge","x-kubernetes-patch-merge-key":"name"}
        """)]
    [InlineData("PodSpec", "restartPolicy", """{"type":"string","enum":["Always","Never","OnFailure"]}""")]
    [InlineData("ContainerPort", "protocol", """{"default":"TCP","type":"string","enum":["SCTP","TCP","UDP"]}""")]
    [InlineData("ContainerPort", "containerPort", """{"default":0,"type":"integer","format":"int32"}""")]
    [InlineData("Secret", "data", """{"type":"object","additionalProperties":{"type":"string","format":"byte"}}""")]
    [InlineData("ConfigMapKeySelector", "name", """{"default":"","type":"string"}""")]
    public void V3_CoreField_HasUpstreamsSchema(string type, string field, string expected) =>
        AssertSchema(expected, s_core["components"]!["schemas"]!["io.k8s.api.core.v1." + type]!["properties"]![field]!);

    [Fact]
    public void V3_Values_HaveTheirOwnForm()
    {
        AssertSchema("""{"format":"int-or-string","oneOf":[{"type":"integer"},{"type":"string"}]}""",
            s_core["components"]!["schemas"]!["io.k8s.apimachinery.pkg.util.intstr.IntOrString"]!);
        AssertSchema("""{"type":"string","format":"int-or-string"}""", s_v2["definitions"]!["io.k8s.apimachinery.pkg.util.intstr.IntOrString"]!);
    }

    [Fact]
    public void V3_Kinds_NameTheirGroupVersionKind()
    {
        var schemas = s_apps["components"]!["schemas"]!;
        Assert.Equal("""[{"group":"apps","version":"v1","kind":"Deployment"}]""", Kinds(schemas[Apps + "Deployment"]!));
        Assert.Equal(
            """[{"group":"","version":"v1","kind":"WatchEvent"},{"group":"apps","version":"v1","kind":"WatchEvent"}]""",
            Kinds(schemas["io.k8s.apimachinery.pkg.apis.meta.v1.WatchEvent"]!));
    }

    [Fact]
    public void V2_Fields_HaveNoDefaults()
    {
        AssertSchema("""{"$ref":"#/definitions/io.k8s.api.apps.v1.DeploymentStrategy","x-kubernetes-patch-strategy":"retainKeys"}""",
            s_v2["definitions"]![Apps + "DeploymentSpec"]!["properties"]!["strategy"]!);
        AssertSchema("""{"type":"integer","format":"int32"}""",
            s_v2["definitions"]!["io.k8s.api.core.v1.ContainerPort"]!["properties"]!["containerPort"]!);
    }

    [Fact]
    public void V3_References_AllResolve()
    {
        foreach (var name in s_documents.Names)
        {
            var text = Encoding.UTF8.GetString(s_documents.Find(name)!.Json.Span);
            var schemas = JsonNode.Parse(text)!["components"]!["schemas"]?.AsObject() ?? [];
            var references = text.Split("\"#/components/schemas/").Skip(1).Select(rest => rest[..rest.IndexOf('"', StringComparison.Ordinal)]);
            Assert.Equal(schemas.Select(schema => schema.Key), references.Distinct().Order(StringComparer.Ordinal));
        }
    }

    private static OpenApiDocuments Build()
    {
        var schema = ApiSchema.Create();
        return OpenApiDocuments.Build(schema, BuiltInResources.From(schema), "v1.36.0");
    }

    private static string Kinds(JsonNode schema) => schema["x-kubernetes-group-version-kind"]!.ToJsonString();

    private static void AssertSchema(string expected, JsonNode actual)
    {
        var schema = actual.DeepClone().AsObject();
        schema.Remove("description");
        Assert.Equal(expected.ReplaceLineEndings(""), schema.ToJsonString());
    }

    private static JsonNode Parse(OpenApiDocument document) => JsonNode.Parse(document.Json.Span)!;
}
