using System.Net;
using System.Text.Json;

namespace Kybernet.ApiServer.Tests.Authentication;

/// <summary>Tokens of an issuer elsewhere, against a running issuer and a running server.</summary>
public sealed class OidcTests
{
    // The server's clock stands at the first of January 2026: 1767225600.
    private const string Right =
        """{"iss":"ISSUER","sub":"jane","aud":["kybernet"],"exp":1767229200,"groups":["dev","ops"],"uid":"42","tenant":"a","jti":"7"}""";

    [Theory]
    [InlineData("RS256")]
    [InlineData("RS512")]
    [InlineData("PS256")]
    [InlineData("ES256")]
    [InlineData("ES384")]
    [InlineData("ES512")]
    public async Task Request_TokenOfTheIssuer_IsTheUserItsClaimsName(string algorithm)
    {
        await using var issuer = await TestIssuer.StartAsync(algorithm);
        await using var secure = await StartAsync(issuer);
        var (code, answer) = await secure.WhoAmIAsync(issuer.Sign(Right));
        Assert.Equal(HttpStatusCode.Created, code);
        var user = SecureCluster.UserOf(answer);
        Assert.Equal("oidc:jane", user.GetProperty("username").GetString());
        Assert.Equal("42", user.GetProperty("uid").GetString());
        Assert.Equal(["oidc:dev", "oidc:ops", "system:authenticated"], user.GetProperty("groups").EnumerateArray().Select(static one => one.GetString()!));
        Assert.Equal("JTI=7", user.GetProperty("extra").GetProperty("authentication.kubernetes.io/credential-id")[0].GetString());
    }

    [Theory]
    [InlineData("\"exp\":1767229200", "\"exp\":1767225599", "oidc: token is expired")]
    [InlineData("\"exp\":1767229200", "\"x\":1", "does not say when it expires")]
    [InlineData("\"exp\":1767229200", "\"exp\":1767229200,\"nbf\":1767225901", "before the nbf")]
    [InlineData("\"kybernet\"", "\"elsewhere\"", "oidc: expected audience in")]
    [InlineData("\"tenant\":\"a\"", "\"tenant\":\"b\"", "required claim tenant value does not match")]
    [InlineData("\"tenant\":\"a\"", "\"x\":1", "required claim tenant not present")]
    [InlineData("\"sub\":\"jane\"", "\"sub\":\"\"", "parse username claims")]
    [InlineData("\"groups\":[\"dev\",\"ops\"]", "\"groups\":[1]", "parse groups claim")]
    [InlineData("\"iss\":\"ISSUER\"", "\"iss\":\"https://elsewhere.example\"", "invalid bearer token")]
    public async Task Request_WrongClaims_Is401AndTheReasonIsAudited(string from, string to, string reason)
    {
        await using var issuer = await TestIssuer.StartAsync("ES256");
        await using var secure = await StartAsync(issuer);
        await AssertRefusedAsync(secure, issuer.Sign(Right.Replace(from, to, StringComparison.Ordinal)), reason);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("RS256")]
    [InlineData("ES384")]
    public async Task Request_OtherAlgorithmInTheHead_Is401(string algorithm)
    {
        await using var issuer = await TestIssuer.StartAsync("ES256");
        await using var secure = await StartAsync(issuer);
        await AssertRefusedAsync(secure, issuer.Sign(Right, algorithm), "failed to verify signature");
    }

    [Fact]
    public async Task Request_AfterTheIssuersKeyChanged_NewTokensAreKnownAndOldOnesNot()
    {
        await using var issuer = await TestIssuer.StartAsync("ES256");
        await using var secure = await StartAsync(issuer);
        var old = issuer.Sign(Right);
        Assert.Equal(HttpStatusCode.Created, (await secure.WhoAmIAsync(old)).Code);
        issuer.Rotate("second", "RS256");
        secure.Cluster.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(HttpStatusCode.Created, (await secure.WhoAmIAsync(issuer.Sign(Right))).Code);
        Assert.Equal(HttpStatusCode.Unauthorized, (await secure.WhoAmIAsync(old)).Code);
    }

    [Fact]
    public async Task Request_ManyTokensWithUnknownKeys_DoNotDriveTheServerToTheIssuer()
    {
        await using var issuer = await TestIssuer.StartAsync("ES256");
        await using var secure = await StartAsync(issuer);
        using var client = secure.Connect();
        for (var i = 0; i < 20; i++) await secure.WhoAmIAsync(issuer.Sign(Right)[..^4] + "AAAA", client);
        Assert.Equal(2, issuer.Asked);
    }

    [Fact]
    public async Task Request_IssuerIsAnotherThanItSays_Is401()
    {
        await using var issuer = await TestIssuer.StartAsync("ES256");
        await using var secure = await StartAsync(issuer);
        issuer.SaysItIs = "https://elsewhere.example";
        await AssertRefusedAsync(secure, issuer.Sign(Right), "issuer did not match");
    }

    private static Task<SecureCluster> StartAsync(TestIssuer issuer) =>
        SecureCluster.StartAsync(options => options with { Authentication = options.Authentication with { Issuers = [issuer.Trust()] } });

    private static async Task AssertRefusedAsync(SecureCluster secure, string token, string reason)
    {
        var (code, answer) = await secure.WhoAmIAsync(token);
        Assert.Equal(HttpStatusCode.Unauthorized, code);
        Assert.Equal("Unauthorized", answer.GetProperty("message").GetString());
        var last = JsonDocument.Parse((await secure.AuditAsync()).TrimEnd().Split('\n')[^1]).RootElement;
        Assert.Contains(reason, last.GetProperty("responseStatus").GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
