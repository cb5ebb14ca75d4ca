using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Kybernet.EndToEnd.Tests.Clients;

namespace Kybernet.EndToEnd.Tests.Corpus;

/// <summary>What is no manifest at all, or is sent the wrong way.</summary>
public sealed class MalformedRequestTests(HttpsCluster https) : IClassFixture<HttpsCluster>
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private readonly HttpClient _http = LibraryClients.Http(https.Cluster);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", 400, "")]
    [InlineData("null", 422, "metadata.name: Required value: name or generateName is required")]
    [InlineData("[]", 400, "")]
    [InlineData("""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"na""", 400, "")]
    [InlineData("""{"kind":"ConfigMap","apiVersion":"v1"} trailing""", 400, "")]
    [InlineData("""{"kind":"ConfigMap","apiVersion":"v1","metadata":[]}""", 400, "")]
    [InlineData("""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":1}}""", 400, "")]
    [InlineData("""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a"},"data":"x"}""", 400, "")]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"}}""", 400, "converting (v1.Pod) to (core.ConfigMap): unknown conversion")]
    [InlineData("""{"kind":"Pod"}""", 400, "Pod in version \"v1\" cannot be handled as a ConfigMap")]
    [InlineData("""{"kind":"ConfigMap"}""", 422, "metadata.name: Required value: name or generateName is required")]
    [InlineData("""{"kind":"Nothing","apiVersion":"v1","metadata":{"name":"a"}}""", 400, "no kind \"Nothing\" is registered for version \"v1\"")]
    [InlineData("""{"kind":"ConfigMap","apiVersion":"v9","metadata":{"name":"a"}}""", 400, "no kind \"ConfigMap\" is registered for version \"v9\"")]
    [InlineData("""{"metadata":{"name":"a","namespace":"other"}}""", 400,
        "the namespace of the provided object does not match the namespace sent on the request")]
    [InlineData("""{"metadata":{"name":"a","resourceVersion":"5"}}""", 500, "resourceVersion should not be set on objects to be created")]
    public async Task Post_OfABody_IsRefused(string body, int code, string message)
    {
        var (answered, status) = await SendAsync(HttpMethod.Post, Maps, Encoding.UTF8.GetBytes(body), "application/json");

        Assert.Equal((code, "Status"), (answered, (string?)status["kind"]));
        Assert.Contains(message.Split('|'), part => ((string?)status["message"] ?? "").Contains(part, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Strict", 400)]
    [InlineData("Warn", 201)]
    [InlineData("Ignore", 201)]
    [InlineData("Odd", 422)]
    public async Task Post_OfADuplicateKey_IsRefusedWhenStrict(string validation, int code)
    {
        var body = """{"metadata":{"name":"a"},"data":{"x":"1"},"data":{"x":"2"}}"""u8.ToArray();

        var (answered, _) = await SendAsync(HttpMethod.Post, $"{Maps}?dryRun=All&fieldValidation={validation}", body, "application/json");

        Assert.Equal(code, answered);
    }

    [Fact]
    public async Task Post_OfInvalidUtf8_IsNotStoredAsItIs()
    {
        byte[] body = [.. """{"metadata":{"name":"a"},"data":{"x":" """u8, 0xff, 0xfe, .. "\"}}"u8];

        var (code, _) = await SendAsync(HttpMethod.Post, Maps + "?dryRun=All", body, "application/json");

        // Upstream's reader puts U+FFFD in their place.
        Assert.True(code is 201 or 400, $"{code}");
    }

    [Theory]
    [InlineData("application/json", "[", "]")]
    [InlineData("application/json", "{\"a\":", "}")]
    [InlineData("application/yaml", "[", "]")]
    public async Task Post_NestedTenThousandDeep_IsRefused(string type, string open, string close)
    {
        var nested = string.Concat(Enumerable.Repeat(open, 10_000)) + "1" + string.Concat(Enumerable.Repeat(close, 10_000));
        var body = Encoding.UTF8.GetBytes($$"""{"metadata":{"name":"a"},"data":{{nested}} }""");

        Assert.Equal(400, (await SendAsync(HttpMethod.Post, Maps, body, type)).Code);
    }

    [Theory]
    [InlineData((3 * 1024 * 1024) + 1)]
    [InlineData(5 * 1024 * 1024)]
    public async Task Post_OverThreeMebibytes_IsTooLarge(int length)
    {
        var (code, status) = await SendAsync(HttpMethod.Post, Maps, new byte[length], "application/json");

        Assert.Equal((413, "RequestEntityTooLarge"), (code, (string?)status["reason"]));
    }

    [Theory]
    [InlineData("POST", Maps, "text/plain", "*/*", 415, "UnsupportedMediaType")]
    [InlineData("PATCH", Maps + "/a", "application/json", "*/*", 415, "UnsupportedMediaType")]
    [InlineData("POST", Maps, "application/json", "image/png", 406, "NotAcceptable")]
    [InlineData("GET", Maps, "", "image/png", 406, "NotAcceptable")]
    [InlineData("GET", "/api/v1/namespaces/default/nothings", "", "*/*", 404, "NotFound")]
    [InlineData("GET", "/apis/none.example.com/v1/things", "", "*/*", 404, "NotFound")]
    [InlineData("GET", Maps + "/a/status", "", "*/*", 404, "NotFound")]
    [InlineData("PUT", Maps, "application/json", "*/*", 405, "MethodNotAllowed")]
    [InlineData("PATCH", Maps, "application/merge-patch+json", "*/*", 405, "MethodNotAllowed")]
    [InlineData("POST", Maps + "/a", "application/json", "*/*", 405, "MethodNotAllowed")]
    [InlineData("DELETE", "/api/v1/namespaces", "", "*/*", 405, "MethodNotAllowed")]
    [InlineData("PUT", Maps + "/b", "application/json", "*/*", 400, "BadRequest")]
    [InlineData("POST", "/api/v1/namespaces/absent/configmaps", "application/json", "*/*", 404, "NotFound")]
    [InlineData("POST", "/api/v1/configmaps", "application/json", "*/*", 405, "MethodNotAllowed")]
    [InlineData("POST", Maps + "?dryRun=Some", "application/json", "*/*", 422, "Invalid")]
    public async Task Request_SentWrongly_IsRefused(string method, string path, string type, string accept, int code, string reason)
    {
        var body = type.Length == 0 ? [] : """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}"""u8.ToArray();

        var (answered, status) = await SendAsync(new(method), path, body, type, accept);

        Assert.Equal((code, reason), (answered, (string?)status["reason"]));
    }

    private async Task<(int Code, JsonNode Status)> SendAsync(HttpMethod method, string path, byte[] body, string type, string accept = "application/json")
    {
        using var request = new HttpRequestMessage(method, path) { Version = new(2, 0) };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (type.Length > 0) request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        using var answer = await _http.SendAsync(request, Cancel);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!);
    }
}
