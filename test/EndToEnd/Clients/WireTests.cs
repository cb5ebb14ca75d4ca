using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;

namespace Kybernet.EndToEnd.Tests.Clients;

/// <summary>Forms and streams, by plain HTTP.</summary>
public sealed class WireTests(HttpsCluster https) : IClassFixture<HttpsCluster>
{
    private const string Stream = "Accept";
    private readonly HttpClient _http = LibraryClients.Http(https.Cluster);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_AsProtobuf_DecodesToTheObjects()
    {
        var maps = await NewMapsAsync(3);

        using var answer = await GetAsync(maps, "application/vnd.kubernetes.protobuf");
        var body = await answer.Content.ReadAsByteArrayAsync(Cancel);
        var decoded = ObjectProtobuf.Decode(body, ApiScheme.Create(), DecodeOptions.Default);

        Assert.Equal("application/vnd.kubernetes.protobuf", answer.Content.Headers.ContentType!.MediaType);
        var list = Assert.IsType<ConfigMapList>(decoded.Value);
        Assert.Equal(["m0", "m1", "m2"], list.Items.Select(map => map.Metadata.Name));
    }

    [Theory]
    [InlineData("application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io", "PartialObjectMetadataList")]
    [InlineData("application/json;as=Table;v=v1;g=meta.k8s.io", "Table")]
    [InlineData("application/json;as=Nothing;v=v1;g=meta.k8s.io,application/json", "ConfigMapList")]
    [InlineData("application/*", "ConfigMapList")]
    [InlineData("*/*", "ConfigMapList")]
    [InlineData("application/yaml", "")]
    public async Task List_ByAccept_HasTheForm(string accept, string kind)
    {
        using var answer = await GetAsync(await NewMapsAsync(1), accept);
        var text = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        if (kind.Length > 0) Assert.Equal(kind, (string?)JsonNode.Parse(text)!["kind"]);
        else Assert.Contains("kind: ConfigMapList", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_OverTls_IsHttp2()
    {
        using var answer = await GetAsync("/version", "*/*");

        Assert.Equal(new(2, 0), answer.Version);
    }

    [Fact]
    public async Task List_LongAndGzipAccepted_IsCompressed()
    {
        var maps = await NewMapsAsync(60, new string('x', 4_000));
        using var request = new HttpRequestMessage(HttpMethod.Get, maps) { Version = new(2, 0) };
        request.Headers.AcceptEncoding.Add(new("gzip"));

        using var answer = await _http.SendAsync(request, Cancel);
        await using var unzipped = new GZipStream(await answer.Content.ReadAsStreamAsync(Cancel), CompressionMode.Decompress);

        Assert.Equal("gzip", Assert.Single(answer.Content.Headers.ContentEncoding));
        Assert.Equal(60, (await JsonNode.ParseAsync(unzipped, cancellationToken: Cancel))!["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task Watch_WithInitialEvents_BeginsWithTheStateAndABookmark()
    {
        var maps = await NewMapsAsync(2);

        var events = await WatchAsync(
            maps + "?watch=true&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan&timeoutSeconds=20", 3);

        Assert.Equal(["ADDED", "ADDED", "BOOKMARK"], events.Select(e => (string?)e["type"]));
        Assert.Equal("true", (string?)events[2]["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]);
    }

    [Theory]
    [InlineData("resourceVersion=junk", 400, "Invalid value")]
    [InlineData("continue=junk", 400, "continue key is not valid")]
    [InlineData("limit=x", 400, "parsing \"x\": invalid syntax")]
    [InlineData("labelSelector=a%20b", 400, "unable to parse requirement")]
    [InlineData("fieldSelector=spec.x=1", 400, "is not a known field selector")]
    [InlineData("watch=true&sendInitialEvents=true", 422, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan")]
    [InlineData("resourceVersionMatch=Exact", 422, "resourceVersionMatch is forbidden unless resourceVersion is provided")]
    public async Task List_WithABadQuery_IsRefused(string query, int code, string message)
    {
        using var answer = await GetAsync((await NewMapsAsync(1)) + "?" + query, "application/json");
        var status = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!;

        Assert.Equal((code, code), ((int)answer.StatusCode, (int)status["code"]!));
        Assert.Contains(message, (string?)status["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NotOlderThan")]
    [InlineData("Exact")]
    public async Task List_OfTheFuture_IsRefusedWhenItDoesNotCome(string match)
    {
        var list = GetAsync($"{await NewMapsAsync(1)}?resourceVersion=99999999&resourceVersionMatch={match}", "application/json");
        while (!list.IsCompleted)
        {
            https.Cluster.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(list, Task.Delay(TimeSpan.FromMilliseconds(20), Cancel));
        }

        using var answer = await list;
        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
        Assert.Contains("Too large resource version: 99999999, current: ", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    private async Task<List<JsonNode>> WatchAsync(string path, int count)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Version = new(2, 0) };
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));
        var events = new List<JsonNode>();
        while (events.Count < count && await reader.ReadLineAsync(Cancel) is { } line) events.Add(JsonNode.Parse(line)!);
        return events;
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Version = new(2, 0) };
        request.Headers.TryAddWithoutValidation(Stream, accept);
        return await _http.SendAsync(request, Cancel);
    }

    /// <summary>A namespace with ConfigMaps m0, m1 and so on; gives the path of its list.</summary>
    private async Task<string> NewMapsAsync(int count, string value = "1")
    {
        var space = https.NextName("wire");
        await PostAsync("/api/v1/namespaces", $$"""{"metadata":{"name":"{{space}}"} }""");
        var path = $"/api/v1/namespaces/{space}/configmaps";
        for (var i = 0; i < count; i++) await PostAsync(path, $$"""{"metadata":{"name":"m{{i}}"},"data":{"x":"{{value}}"} }""");
        return path;
    }

    private async Task PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var answer = await _http.PostAsync(path, content, Cancel);
        answer.EnsureSuccessStatusCode();
    }
}
