using System.Net;
using System.Text;
using System.Text.Json;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Authentication.Oidc;
using Kybernet.ApiServer.Authentication.Tokens;

namespace Kybernet.ApiServer.Tests.Authentication;

/// <summary>The other ways to be somebody, over HTTPS: a proxy's word, a node-bound token, a token file, nobody at all.</summary>
public sealed class IdentityTests
{
    [Theory]
    [InlineData("front-proxy-client", "jane")]
    [InlineData("somebody-else", "")]
    public async Task Headers_OverAProxysCertificate_AreBelieved(string proxy, string expected)
    {
        await using var secure = await SecureCluster.StartAsync();
        using var client = secure.Connect(secure.ProxyAuthority.IssueClient(proxy, [], SecureCluster.Life).ToX509());
        var (code, answer) = await RemoteAsync(secure, client);
        Assert.Equal(expected.Length > 0 ? HttpStatusCode.Created : HttpStatusCode.Unauthorized, code);
        if (expected.Length == 0) return;
        var user = SecureCluster.UserOf(answer);
        Assert.Equal(expected, user.GetProperty("username").GetString());
        Assert.Equal(["dev", "system:authenticated"], user.GetProperty("groups").EnumerateArray().Select(static one => one.GetString()!));
        Assert.Equal("a", user.GetProperty("extra").GetProperty("scope")[0].GetString());
    }

    [Fact]
    public async Task Headers_OverAUsersCertificate_AreNothing()
    {
        await using var secure = await SecureCluster.StartAsync();
        using var client = secure.Connect(secure.Authority.IssueClient("front-proxy-client", [], SecureCluster.Life).ToX509());
        var (_, answer) = await RemoteAsync(secure, client);
        Assert.Equal("front-proxy-client", SecureCluster.UserOf(answer).GetProperty("username").GetString());
    }

    [Fact]
    public async Task Token_BoundToANode_DiesWithIt()
    {
        await using var secure = await SecureCluster.StartAsync();
        var token = await NodeTokenAsync(secure);
        var (code, answer) = await secure.WhoAmIAsync(token);
        Assert.Equal(HttpStatusCode.Created, code);
        Assert.Equal("n1", SecureCluster.UserOf(answer).GetProperty("extra").GetProperty("authentication.kubernetes.io/node-name")[0].GetString());
        Assert.Null(await secure.Cluster.DeleteAsync<Node>("", "n1"));
        var nodes = secure.Cluster.Registry.Find(new("", "v1", "nodes"))!.Cache;
        await nodes.UntilAsync(() => nodes.Snapshot.Objects.Find("n1") is null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, (await secure.WhoAmIAsync(token)).Code);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("https://kubernetes.default.svc.cluster.local", true)]
    [InlineData("vault", false)]
    public async Task TokenReview_OfAnAudience_SaysWhoseTheTokenIs(string audience, bool isKnown)
    {
        await using var secure = await SecureCluster.StartAsync();
        using var client = secure.ConnectAsAdministrator();
        var audiences = audience.Length > 0 ? $"\"{audience}\"" : "";
        var token = await NodeTokenAsync(secure);
        using var body = new StringContent(
            $$$"""{"apiVersion":"authentication.k8s.io/v1","kind":"TokenReview","spec":{"token":"{{{token}}}","audiences":[{{{audiences}}}]}}""",
            Encoding.UTF8, "application/json");
        using var response = await client.PostAsync("/apis/authentication.k8s.io/v1/tokenreviews", body, TestContext.Current.CancellationToken);
        var status = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("status");
        Assert.Equal(isKnown, status.TryGetProperty("authenticated", out var known) && known.GetBoolean());
        if (isKnown) Assert.Equal("system:serviceaccount:default:sa", status.GetProperty("user").GetProperty("username").GetString());
        else Assert.StartsWith("token audiences", status.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jwks_VerifiesTheServersOwnTokens()
    {
        await using var secure = await SecureCluster.StartAsync();
        using var client = secure.ConnectAsAdministrator();
        var token = IssuedToken.Parse(await NodeTokenAsync(secure))!;
        using var keys = JsonDocument.Parse(await client.GetStringAsync("/openid/v1/jwks", TestContext.Current.CancellationToken));
        var key = IssuerKey.Read(Assert.Single(keys.RootElement.GetProperty("keys").EnumerateArray()))!;
        Assert.Equal(token.KeyId, key.Id);
        Assert.True(key.Verify(token));
        Assert.False(key.Verify(token with { SignedText = [.. token.SignedText, 0] }));
    }

    [Theory]
    [InlineData("/livez", HttpStatusCode.OK)]
    [InlineData("/version", HttpStatusCode.OK)]
    [InlineData("/api", HttpStatusCode.Unauthorized)]
    [InlineData("/api/v1/nodes", HttpStatusCode.Unauthorized)]
    [InlineData("/livez/../api/v1/nodes", HttpStatusCode.Unauthorized)]
    public async Task Anonymous_OnlyWhereItIsAllowed(string path, HttpStatusCode expected)
    {
        await using var secure = await SecureCluster.StartAsync(static options =>
            options with { Authentication = options.Authentication with { AnonymousPaths = ["/livez", "/readyz", "/healthz", "/version"] } });
        using var client = secure.Connect();
        using var response = await client.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Theory]
    [InlineData("first", "jane")]
    [InlineData("firs", "")]
    [InlineData("second", "joe, the other")]
    public async Task Token_OfTheFile_IsItsUser(string token, string expected)
    {
        await using var secure = await SecureCluster.StartAsync(static options =>
            options with { Authentication = options.Authentication with { StaticTokens = "first,jane,1,\"dev,ops\"\nsecond,\"joe, the other\",2\n" } });
        var (code, answer) = await secure.WhoAmIAsync(token);
        Assert.Equal(expected.Length > 0 ? HttpStatusCode.Created : HttpStatusCode.Unauthorized, code);
        if (expected.Length > 0) Assert.Equal(expected, SecureCluster.UserOf(answer).GetProperty("username").GetString());
    }

    private static async Task<(HttpStatusCode Code, JsonElement Answer)> RemoteAsync(SecureCluster secure, HttpClient client)
    {
        client.DefaultRequestHeaders.Add("X-Remote-User", "jane");
        client.DefaultRequestHeaders.Add("X-Remote-Group", "dev");
        client.DefaultRequestHeaders.Add("X-Remote-Extra-Scope", "a");
        return await secure.WhoAmIAsync("", client);
    }

    private static async Task<string> NodeTokenAsync(SecureCluster secure)
    {
        const string Issuer = "https://kubernetes.default.svc.cluster.local";
        var account = await secure.Cluster.MakeAsync<ServiceAccount>("{apiVersion: v1, kind: ServiceAccount, metadata: {name: sa, namespace: default}}");
        var node = await secure.Cluster.MakeAsync<Node>("{apiVersion: v1, kind: Node, metadata: {name: n1}}");
        var now = secure.Cluster.Clock.GetUtcNow().ToUnixTimeSeconds();
        return WebToken.Sign(
            new()
            {
                Issuer = Issuer,
                Subject = "system:serviceaccount:default:sa",
                Audiences = [Issuer],
                Expiry = now + 3600,
                IssuedAt = now,
                Namespace = "default",
                Account = new("sa", account.Metadata.Uid),
                Node = new("n1", node.Metadata.Uid),
            },
            secure.Key);
    }
}
