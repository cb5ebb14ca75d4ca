using System.Net;
using System.Text;
using System.Text.Json;
using Kybernet.Client.Transport.Https;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Tests.Authentication;

/// <summary>Somebody else decides who and whether: a running webhook, a running server.</summary>
public sealed class WebhookTests
{
    private const string Known = """{"authenticated":true,"user":{"username":"jane","uid":"42","groups":["dev"],"extra":{"scope":["a"]}}}""";

    private string _status = Known;
    private int _code = 200;
    private string _lastQuestion = "";

    [Fact]
    public async Task Token_WebhookKnowsIt_IsItsUserAndAskedOnceInTwoMinutes()
    {
        await using var webhook = await HttpsStub.StartAsync(AnswerAsync);
        await using var secure = await StartForTokensAsync(webhook);
        for (var i = 0; i < 3; i++)
        {
            var (code, answer) = await secure.WhoAmIAsync("opaque");
            Assert.Equal(HttpStatusCode.Created, code);
            Assert.Equal("jane", SecureCluster.UserOf(answer).GetProperty("username").GetString());
            var groups = SecureCluster.UserOf(answer).GetProperty("groups").EnumerateArray().Select(static one => one.GetString()!);
            Assert.Equal(["dev", "system:authenticated"], groups);
        }

        Assert.Equal(1, webhook.Asked);
        Assert.Equal("opaque", Spec().GetProperty("token").GetString());
        secure.Cluster.Clock.Advance(TimeSpan.FromMinutes(3));
        await secure.WhoAmIAsync("opaque");
        Assert.Equal(2, webhook.Asked);
    }

    [Theory]
    [InlineData("""{"authenticated":false,"error":"revoked yesterday"}""", 200, "revoked yesterday")]
    [InlineData("""{"authenticated":true,"user":{"username":"jane"},"audiences":["elsewhere"]}""", 200, "invalid bearer token")]
    [InlineData("""{"authenticated":true,"user":{"username":""}}""", 200, "invalid bearer token")]
    [InlineData("{}", 404, "the token webhook failed: the server answered 404")]
    public async Task Token_WebhookDoesNotKnowIt_Is401AndTheReasonIsAudited(string status, int code, string reason)
    {
        (_status, _code) = (status, code);
        await using var webhook = await HttpsStub.StartAsync(AnswerAsync);
        await using var secure = await StartForTokensAsync(webhook);
        var (got, answer) = await secure.WhoAmIAsync("opaque");
        Assert.Equal(HttpStatusCode.Unauthorized, got);
        Assert.Equal("Unauthorized", answer.GetProperty("message").GetString());
        Assert.Contains(reason, await secure.AuditAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"allowed":true}""", 200, false, HttpStatusCode.OK, 5)]
    [InlineData("""{"allowed":false,"denied":true,"reason":"no"}""", 200, false, HttpStatusCode.Forbidden, 1)]
    [InlineData("""{"allowed":false}""", 200, false, HttpStatusCode.Forbidden, 1)]
    [InlineData("{}", 404, false, HttpStatusCode.Forbidden, 0)]
    public async Task Access_AsTheWebhookSays_AndRemembered(string status, int code, bool denies, HttpStatusCode expected, int minutes)
    {
        (_status, _code) = (status, code);
        await using var webhook = await HttpsStub.StartAsync(AnswerAsync);
        await using var secure = await StartForAccessAsync(webhook, ["Node", "RBAC", "Webhook"], denies);
        using var client = secure.Connect(secure.Authority.IssueClient("jane", ["dev"], SecureCluster.Life).ToX509());
        for (var i = 0; i < 2; i++) Assert.Equal(expected, (await client.GetAsync("/api/v1/nodes?limit=2", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(minutes == 0 ? 2 : 1, webhook.Asked);
        if (minutes > 0) Assert.Equal("nodes", Spec().GetProperty("resourceAttributes").GetProperty("resource").GetString());
        secure.Cluster.Clock.Advance(TimeSpan.FromMinutes(minutes) + TimeSpan.FromSeconds(1));
        await client.GetAsync("/api/v1/nodes?limit=2", TestContext.Current.CancellationToken);
        Assert.Equal(minutes == 0 ? 3 : 2, webhook.Asked);
    }

    [Theory]
    [InlineData("""{"allowed":false,"denied":true}""", 200, false, HttpStatusCode.Forbidden)]
    [InlineData("""{"allowed":false}""", 200, false, HttpStatusCode.Created)]
    [InlineData("{}", 404, false, HttpStatusCode.Created)]
    [InlineData("{}", 404, true, HttpStatusCode.Forbidden)]
    public async Task Access_WebhookBeforeRoles_DeniesWhatRolesAllow(string status, int code, bool denies, HttpStatusCode expected)
    {
        (_status, _code) = (status, code);
        await using var webhook = await HttpsStub.StartAsync(AnswerAsync);
        await using var secure = await StartForAccessAsync(webhook, ["Webhook", "RBAC"], denies);
        using var client = secure.Connect(secure.Authority.IssueClient("jane", ["dev"], SecureCluster.Life).ToX509());
        Assert.Equal(expected, (await secure.WhoAmIAsync("", client)).Code);
    }

    private JsonElement Spec() => JsonDocument.Parse(_lastQuestion).RootElement.GetProperty("spec");

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        _lastQuestion = await reader.ReadToEndAsync(http.RequestAborted);
        using var question = JsonDocument.Parse(_lastQuestion);
        var (kind, version) = (question.RootElement.GetProperty("kind").GetString(), question.RootElement.GetProperty("apiVersion").GetString());
        http.Response.StatusCode = _code;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync($$"""{"kind":"{{kind}}","apiVersion":"{{version}}","spec":{},"status":{{_status}}}""");
    }

    private static ServerConnection ConnectionTo(HttpsStub stub) => new() { Server = new(stub.Url), AuthorityPem = stub.AuthorityPem };

    private static Task<SecureCluster> StartForTokensAsync(HttpsStub stub) =>
        SecureCluster.StartAsync(options => options with { Authentication = options.Authentication with { TokenWebhook = ConnectionTo(stub) } });

    private static Task<SecureCluster> StartForAccessAsync(HttpsStub stub, string[] modes, bool denies) => SecureCluster.StartAsync(options => options with
    {
        AuthorizationModes = [.. modes],
        AuthorizationWebhook = new(ConnectionTo(stub)) { DeniesOnFailure = denies },
    });
}
