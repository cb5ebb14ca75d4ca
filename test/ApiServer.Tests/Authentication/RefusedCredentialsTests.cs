using System.Buffers.Text;
using System.Net;
using System.Text;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Authentication.Tokens;
using Kybernet.Base.Pki;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.ApiServer.Tests.Authentication;

/// <summary>Wrong credentials get one answer, whatever is wrong with them; the audit log tells them apart.</summary>
public sealed class RefusedCredentialsTests : IAsyncLifetime
{
    private const string Issuer = "https://kubernetes.default.svc.cluster.local";
    private SecureCluster? _secure;

    private SecureCluster Secure => _secure!;

    public async ValueTask InitializeAsync() => _secure = await SecureCluster.StartAsync();

    public ValueTask DisposeAsync() => Secure.DisposeAsync();

    [Theory]
    [InlineData("expired", "service account token has expired")]
    [InlineData("early", "service account token is not valid yet")]
    [InlineData("tampered", "invalid signature")]
    [InlineData("other key", "invalid signature")]
    [InlineData("other audience", "token audiences")]
    [InlineData("other issuer", "invalid bearer token")]
    [InlineData("none", "invalid signature")]
    [InlineData("no signature", "invalid signature")]
    [InlineData("pod gone", "service account token has been invalidated")]
    [InlineData("node gone", "service account token has been invalidated")]
    [InlineData("garbage", "invalid bearer token")]
    [InlineData("bootstrap expired", "bootstrap token aaaaaa has expired")]
    [InlineData("bootstrap replayed", "there is no bootstrap token bbbbbb")]
    [InlineData("bootstrap guessed", "the secret of bootstrap token cccccc is another")]
    public async Task Request_WrongToken_Is401AndTheReasonIsAudited(string kind, string reason)
    {
        var token = await TokenAsync(kind);
        var (code, answer) = await Secure.WhoAmIAsync(token);
        await AssertRefusedAsync(code, answer.GetRawText(), reason);
        Assert.DoesNotContain(token, await Secure.AuditAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other authority", "x509: certificate signed by unknown authority")]
    [InlineData("other authority, expired", "x509: certificate signed by unknown authority")]
    [InlineData("expired", "x509: certificate has expired or is not yet valid: current time")]
    [InlineData("early", "x509: certificate has expired or is not yet valid: current time")]
    [InlineData("server's", "x509: certificate specifies an incompatible key usage")]
    [InlineData("proxies' authority", "x509: certificate signed by unknown authority")]
    public async Task Request_WrongCertificate_Is401AndTheReasonIsAudited(string kind, string reason)
    {
        var issued = kind switch
        {
            "other authority" => Other().IssueClient("root", ["system:masters"], SecureCluster.Life),
            "other authority, expired" => Other().IssueClient("root", ["system:masters"], TimeSpan.FromMinutes(-1)),
            "proxies' authority" => Secure.ProxyAuthority.IssueClient("root", ["system:masters"], SecureCluster.Life),
            "early" => Later(Secure.Authority).IssueClient("root", ["system:masters"], SecureCluster.Life),
            "expired" => Secure.Authority.IssueClient("root", ["system:masters"], TimeSpan.FromMinutes(-1)),
            _ => Secure.Authority.IssueServer("root", ["localhost"], [], SecureCluster.Life),
        };
        using var client = Secure.Connect(issued.ToX509());
        var (code, answer) = await Secure.WhoAmIAsync("", client);
        await AssertRefusedAsync(code, answer.GetRawText(), "Authentication failed, attempted: " + reason);

        // Of the same name as the right one.
        static CertificateAuthority Other() => CertificateAuthority.Create("ca", SecureCluster.Life, TimeProvider.System);
        static CertificateAuthority Later(CertificateAuthority authority) =>
            CertificateAuthority.Load(authority.CertificatePem, authority.KeyPem, new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(1)));
    }

    [Fact]
    public async Task Request_RightToken_IsLetIn()
    {
        var token = WebToken.Sign(await ClaimsAsync(), Secure.Key);
        var (code, answer) = await Secure.WhoAmIAsync(token);
        Assert.Equal(HttpStatusCode.Created, code);
        Assert.Equal("system:serviceaccount:default:sa", SecureCluster.UserOf(answer).GetProperty("username").GetString());
    }

    private async Task AssertRefusedAsync(HttpStatusCode code, string answer, string reason)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, code);
        Assert.Equal(
            """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"Unauthorized","reason":"Unauthorized","code":401}""",
            answer.Trim());
        Assert.Contains(reason, await Secure.AuditAsync(), StringComparison.Ordinal);
    }

    private async Task<string> TokenAsync(string kind)
    {
        if (kind.StartsWith("bootstrap", StringComparison.Ordinal)) return await BootstrapAsync(kind);
        var claims = await ClaimsAsync();
        var now = Secure.Cluster.Clock.GetUtcNow().ToUnixTimeSeconds();
        var right = WebToken.Sign(claims, Secure.Key);
        var parts = right.Split('.');
        var none = Base64Url.EncodeToString(Encoding.UTF8.GetBytes("""{"alg":"none"}"""));
        return kind switch
        {
            "expired" => WebToken.Sign(claims with { Expiry = now - 61 }, Secure.Key),
            "early" => WebToken.Sign(claims with { NotBefore = now + 61 }, Secure.Key),
            "tampered" => $"{parts[0]}.{parts[1]}.{(parts[2][0] == 'A' ? "B" : "A")}{parts[2][1..]}",
            "other key" => WebToken.Sign(claims, TokenKey.Create()),
            "other audience" => WebToken.Sign(claims with { Audiences = ["vault"] }, Secure.Key),
            "other issuer" => WebToken.Sign(claims with { Issuer = "https://elsewhere.example" }, Secure.Key),
            "none" => $"{none}.{parts[1]}.{parts[2]}",
            "no signature" => $"{none}.{parts[1]}.",
            "pod gone" => WebToken.Sign(claims with { Pod = new("gone", "1") }, Secure.Key),
            "node gone" => WebToken.Sign(claims with { Node = new("gone", "1") }, Secure.Key),
            _ => "e30.e30.e30",
        };
    }

    private async Task<TokenClaims> ClaimsAsync()
    {
        var account = await Secure.Cluster.MakeAsync<ServiceAccount>(
            "{apiVersion: v1, kind: ServiceAccount, metadata: {name: sa, namespace: default}}");
        var now = Secure.Cluster.Clock.GetUtcNow().ToUnixTimeSeconds();
        return new()
        {
            Issuer = Issuer,
            Subject = "system:serviceaccount:default:sa",
            Audiences = [Issuer],
            Expiry = now + 3600,
            NotBefore = now,
            IssuedAt = now,
            Id = "id",
            Namespace = "default",
            Account = new("sa", account.Metadata.Uid),
        };
    }

    private async Task<string> BootstrapAsync(string kind)
    {
        const string Right = "0123456789abcdef";
        if (kind == "bootstrap replayed") return "bbbbbb." + Right;
        var (id, more) = kind == "bootstrap expired" ? ("aaaaaa", ", expiration: '2020-01-01T00:00:00Z'") : ("cccccc", "");
        await Secure.Cluster.MakeAsync<Secret>(
            $"{{apiVersion: v1, kind: Secret, type: bootstrap.kubernetes.io/token, metadata: {{name: bootstrap-token-{id}, namespace: kube-system}}, "
            + $"stringData: {{token-id: {id}, token-secret: {Right}, usage-bootstrap-authentication: 'true'{more}}}}}");
        return $"{id}.{(kind == "bootstrap expired" ? Right : "fedcba9876543210")}";
    }
}
