using System.Text.Json.Nodes;
using Kybernet.Api;
using Kybernet.ApiServer.Discovery;
using Kybernet.ApiServer.OpenApi.Documents;

namespace Kybernet.ApiServer.Tests.OpenApi;

public class OpenApiPathsTests
{
    private static readonly OpenApiDocuments s_documents = Build();

    private static readonly JsonObject s_v2 = Paths(s_documents.V2);

    [Theory]
    [InlineData("/api/v1/namespaces/{namespace}/pods", "get", "listCoreV1NamespacedPod", "list")]
    [InlineData("/api/v1/namespaces/{namespace}/pods", "delete", "deleteCoreV1CollectionNamespacedPod", "deletecollection")]
    [InlineData("/api/v1/pods", "get", "listCoreV1PodForAllNamespaces", "list")]
    [InlineData("/api/v1/watch/namespaces/{namespace}/pods/{name}", "get", "watchCoreV1NamespacedPod", "watch")]
    [InlineData("/api/v1/watch/pods", "get", "watchCoreV1PodListForAllNamespaces", "watchlist")]
    [InlineData("/api/v1/namespaces/{namespace}/pods/{name}/log", "get", "readCoreV1NamespacedPodLog", "get")]
    [InlineData("/api/v1/namespaces/{namespace}/pods/{name}/exec", "post", "connectCoreV1PostNamespacedPodExec", "connect")]
    [InlineData("/api/v1/nodes/{name}/proxy/{path}", "head", "connectCoreV1HeadNodeProxyWithPath", "connect")]
    [InlineData("/api/v1/namespaces/{name}/finalize", "put", "replaceCoreV1NamespaceFinalize", "put")]
    [InlineData("/apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale", "patch", "patchAppsV1NamespacedDeploymentScale", "patch")]
    [InlineData("/apis/rbac.authorization.k8s.io/v1/clusterroles", "post", "createRbacAuthorizationV1ClusterRole", "post")]
    public void V2_Operation_HasUpstreamsIdAndAction(string path, string method, string id, string action)
    {
        var operation = s_v2[path]![method]!;
        Assert.Equal((id, action), ((string?)operation["operationId"], (string?)operation["x-kubernetes-action"]));
    }

    [Theory]
    [InlineData("/api/v1/namespaces/{namespace}/pods/{name}", "io.k8s.api.core.v1.Pod")]
    [InlineData("/apis/apps/v1/namespaces/{namespace}/deployments/{name}", "io.k8s.apimachinery.pkg.apis.meta.v1.Status")]
    [InlineData("/apis/storage.k8s.io/v1/storageclasses/{name}", "io.k8s.api.storage.v1.StorageClass")]
    public void V2_Delete_AnswersAsUpstream(string path, string definition) =>
        Assert.Equal("#/definitions/" + definition, (string?)s_v2[path]!["delete"]!["responses"]!["200"]!["schema"]!["$ref"]);

    [Fact]
    public void V3_Patch_TakesItsFormsAndTellsOldClientsOfDryRun()
    {
        var item = Paths(s_documents.Find("apis/apps/v1")!)["/apis/apps/v1/namespaces/{namespace}/deployments/{name}"]!;
        Assert.Equal(
            ["application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json", "application/apply-patch+yaml"],
            item["patch"]!["requestBody"]!["content"]!.AsObject().Select(content => content.Key));
        Assert.Equal(["dryRun", "fieldManager", "fieldValidation", "force"], Names(item["patch"]!));
        Assert.Equal(["name", "namespace", "pretty"], Names(item));
    }

    [Fact]
    public void V2_SharedParameters_AreReferredTo()
    {
        var document = JsonNode.Parse(s_documents.V2.Json.Span)!;
        var patch = s_v2["/apis/apps/v1/namespaces/{namespace}/deployments/{name}"]!["patch"]!["parameters"]!.AsArray();
        Assert.Contains("dryRun", patch.Select(parameter => (string?)parameter!["name"]));
        foreach (var reference in patch.Select(parameter => (string?)parameter!["$ref"]).OfType<string>())
            Assert.NotNull(document["parameters"]![reference["#/parameters/".Length..]]);
    }

    [Fact]
    public void V2_Operations_HaveDifferentIds()
    {
        string[] methods = ["get", "put", "post", "delete", "options", "head", "patch"];
        var ids = s_v2.SelectMany(path => path.Value!.AsObject()).Where(member => methods.Contains(member.Key))
            .Select(member => (string?)member.Value!["operationId"]).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    private static OpenApiDocuments Build()
    {
        var schema = ApiSchema.Create();
        return OpenApiDocuments.Build(schema, BuiltInResources.From(schema), "v1.36.0");
    }

    private static IEnumerable<string?> Names(JsonNode owner) => owner["parameters"]!.AsArray().Select(parameter => (string?)parameter!["name"]);

    private static JsonObject Paths(OpenApiDocument document) => JsonNode.Parse(document.Json.Span)!["paths"]!.AsObject();
}
