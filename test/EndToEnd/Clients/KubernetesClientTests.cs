using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Kybernet.EndToEnd.Tests.Clients;

/// <summary>The .NET project's own client library against the server.</summary>
public sealed class KubernetesClientTests(HttpsCluster https) : IClassFixture<HttpsCluster>
{
    private readonly Kubernetes _client = LibraryClients.Library(https.Cluster);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ConfigMap_ThroughItsLife_IsWhatWasWritten()
    {
        var space = await NewSpaceAsync();
        var made = await _client.CoreV1.CreateNamespacedConfigMapAsync(Map("a", "1"), space, cancellationToken: Cancel);
        made.Data["x"] = "2";
        var changed = await _client.CoreV1.ReplaceNamespacedConfigMapAsync(made, "a", space, cancellationToken: Cancel);
        var read = await _client.CoreV1.ReadNamespacedConfigMapAsync("a", space, cancellationToken: Cancel);
        await _client.CoreV1.DeleteNamespacedConfigMapAsync("a", space, cancellationToken: Cancel);

        Assert.Equal(changed.Metadata.ResourceVersion, read.Metadata.ResourceVersion);
        Assert.Equal("2", read.Data["x"]);
        var gone = await Assert.ThrowsAsync<HttpOperationException>(
            () => _client.CoreV1.ReadNamespacedConfigMapAsync("a", space, cancellationToken: Cancel));
        Assert.Equal(HttpStatusCode.NotFound, gone.Response.StatusCode);
    }

    [Fact]
    public async Task Replace_OfAStaleObject_IsAConflict()
    {
        var space = await NewSpaceAsync();
        var made = await _client.CoreV1.CreateNamespacedConfigMapAsync(Map("a", "1"), space, cancellationToken: Cancel);
        await _client.CoreV1.ReplaceNamespacedConfigMapAsync(Map("a", "2"), "a", space, cancellationToken: Cancel);

        var refused = await Assert.ThrowsAsync<HttpOperationException>(
            () => _client.CoreV1.ReplaceNamespacedConfigMapAsync(made, "a", space, cancellationToken: Cancel));

        Assert.Equal(HttpStatusCode.Conflict, refused.Response.StatusCode);
        Assert.Contains("please apply your changes to the latest version", refused.Response.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_InChunks_GivesEverythingOnceAsOfOneMoment()
    {
        var space = await NewSpaceAsync();
        for (var i = 0; i < 7; i++)
            await _client.CoreV1.CreateNamespacedConfigMapAsync(Map($"m{i}", "1"), space, cancellationToken: Cancel);

        var names = new List<string>();
        var versions = new HashSet<string>();
        var next = "";
        do
        {
            var chunk = await _client.CoreV1.ListNamespacedConfigMapAsync(space, limit: 3, continueParameter: next, cancellationToken: Cancel);
            names.AddRange(chunk.Items.Select(map => map.Metadata.Name));
            versions.Add(chunk.Metadata.ResourceVersion);
            next = chunk.Metadata.ContinueProperty;
            if (names.Count == 3) await _client.CoreV1.CreateNamespacedConfigMapAsync(Map("m9", "1"), space, cancellationToken: Cancel);
        }
        while (!string.IsNullOrEmpty(next));

        Assert.Equal(["m0", "m1", "m2", "m3", "m4", "m5", "m6"], names);
        Assert.Single(versions);
    }

    [Theory]
    [InlineData(V1Patch.PatchType.MergePatch, """{"data":{"x":null,"y":"3"}}""")]
    [InlineData(V1Patch.PatchType.StrategicMergePatch, """{"data":{"x":null,"y":"3"}}""")]
    [InlineData(V1Patch.PatchType.JsonPatch, """[{"op":"move","from":"/data/x","path":"/data/y"},{"op":"replace","path":"/data/y","value":"3"}]""")]
    public async Task Patch_OfEachKind_ChangesTheData(V1Patch.PatchType type, string patch)
    {
        var space = await NewSpaceAsync();
        await _client.CoreV1.CreateNamespacedConfigMapAsync(Map("a", "1"), space, cancellationToken: Cancel);

        var patched = await _client.CoreV1.PatchNamespacedConfigMapAsync(new(patch, type), "a", space, cancellationToken: Cancel);

        Assert.Equal(new("y", "3"), Assert.Single(patched.Data));
    }

    [Fact]
    public async Task Apply_OfAnothersField_ConflictsUntilForced()
    {
        var space = await NewSpaceAsync();
        V1Patch Body(string value) => new($$"""{"apiVersion":"v1","kind":"ConfigMap","data":{"x":"{{value}}"} }""", V1Patch.PatchType.ApplyPatch);
        await _client.CoreV1.PatchNamespacedConfigMapAsync(Body("1"), "a", space, fieldManager: "one", cancellationToken: Cancel);

        var refused = await Assert.ThrowsAsync<HttpOperationException>(
            () => _client.CoreV1.PatchNamespacedConfigMapAsync(Body("2"), "a", space, fieldManager: "two", cancellationToken: Cancel));
        var forced = await _client.CoreV1.PatchNamespacedConfigMapAsync(
            Body("2"), "a", space, fieldManager: "two", force: true, cancellationToken: Cancel);

        Assert.Contains("conflict with \\\"one\\\": .data.x", refused.Response.Content, StringComparison.Ordinal);
        Assert.Equal("2", forced.Data["x"]);
    }

    [Fact]
    public async Task DryRun_OfEveryWrite_StoresNothing()
    {
        var space = await NewSpaceAsync();
        var kept = await _client.CoreV1.CreateNamespacedConfigMapAsync(Map("kept", "1"), space, cancellationToken: Cancel);
        await _client.CoreV1.CreateNamespacedConfigMapAsync(Map("a", "1"), space, dryRun: "All", cancellationToken: Cancel);
        await _client.CoreV1.ReplaceNamespacedConfigMapAsync(Map("kept", "2"), "kept", space, dryRun: "All", cancellationToken: Cancel);
        await _client.CoreV1.PatchNamespacedConfigMapAsync(
            new("""{"data":{"x":"3"}}""", V1Patch.PatchType.MergePatch), "kept", space, dryRun: "All", cancellationToken: Cancel);
        await _client.CoreV1.DeleteNamespacedConfigMapAsync("kept", space, dryRun: "All", cancellationToken: Cancel);

        var left = await _client.CoreV1.ListNamespacedConfigMapAsync(space, cancellationToken: Cancel);

        var only = Assert.Single(left.Items);
        Assert.Equal(kept.Metadata.ResourceVersion, only.Metadata.ResourceVersion);
        Assert.Equal("1", only.Data["x"]);
    }

    [Fact]
    public async Task DeleteCollection_OfALabel_LeavesTheOthers()
    {
        var space = await NewSpaceAsync();
        var labelled = Map("a", "1");
        labelled.Metadata.Labels = new Dictionary<string, string> { ["go"] = "yes" };
        await _client.CoreV1.CreateNamespacedConfigMapAsync(labelled, space, cancellationToken: Cancel);
        await _client.CoreV1.CreateNamespacedConfigMapAsync(Map("b", "1"), space, cancellationToken: Cancel);

        await _client.CoreV1.DeleteCollectionNamespacedConfigMapAsync(space, labelSelector: "go=yes", cancellationToken: Cancel);

        Assert.Equal("b", Assert.Single((await _client.CoreV1.ListNamespacedConfigMapAsync(space, cancellationToken: Cancel)).Items).Metadata.Name);
    }

    private async Task<string> NewSpaceAsync()
    {
        var name = https.NextName("lib");
        await _client.CoreV1.CreateNamespaceAsync(new() { Metadata = new() { Name = name } }, cancellationToken: Cancel);
        return name;
    }

    private static V1ConfigMap Map(string name, string value) =>
        new() { Metadata = new() { Name = name }, Data = new Dictionary<string, string> { ["x"] = value } };
}
