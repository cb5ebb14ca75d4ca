using System.Buffers.Text;
using System.Text;
using Kybernet.Api.Authentication.V1;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Authentication.Tokens;
using Kybernet.ApiServer.Subresources;
using Kybernet.ApiServer.Tests.Authorization;

namespace Kybernet.ApiServer.Tests.Authentication;

public sealed class ServiceAccountTokensTests(AccessCluster cluster) : IClassFixture<AccessCluster>
{
    private const string Issuer = "https://issuer.example";
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TokenKey s_key = TokenKey.Create();

    private readonly SetTime _time = new(s_start);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Authenticate_OwnToken_IsTheServiceAccount()
    {
        var tokens = Tokens();
        var answer = await tokens.AuthenticateAsync(tokens.Issue(await ClaimsAsync("whole")), [Issuer], Cancel);

        Assert.Equal("system:serviceaccount:default:whole", answer.User?.Name);
        Assert.Equal(["system:serviceaccounts", "system:serviceaccounts:default", "system:authenticated"], answer.User!.Groups);
        Assert.Equal(["JTI=id"], answer.User.Extra["authentication.kubernetes.io/credential-id"]);
        Assert.Equal([Issuer], answer.Audiences);
    }

    [Theory]
    [InlineData(-61, "service account token is not valid yet")]
    [InlineData(-60, "")]
    [InlineData(3600, "")]
    [InlineData(3660, "")]
    [InlineData(3661, "service account token has expired")]
    public async Task Authenticate_AtATime_HoldsWithAMinutesLeeway(int seconds, string error)
    {
        var tokens = Tokens();
        var token = tokens.Issue(await ClaimsAsync("timed" + (seconds + 100)));
        _time.Now = s_start.AddSeconds(seconds);
        var answer = await tokens.AuthenticateAsync(token, [Issuer], Cancel);
        Assert.Equal(error, answer.Error);
        Assert.Equal(error.Length == 0, answer.User is not null);
    }

    [Fact]
    public async Task Authenticate_OtherAudience_IsRefused()
    {
        var tokens = Tokens();
        var token = tokens.Issue(await ClaimsAsync("audience") with { Audiences = ["vault"] });
        var answer = await tokens.AuthenticateAsync(token, [Issuer], Cancel);
        Assert.Equal($"token audiences [\"vault\"] is invalid for the target audiences [\"{Issuer}\"]", answer.Error);
        Assert.NotNull((await tokens.AuthenticateAsync(token, ["vault", "other"], Cancel)).User);
    }

    [Fact]
    public async Task Authenticate_OtherIssuer_IsNotMine()
    {
        var token = new ServiceAccountTokens("https://other.example", [s_key], cluster.Registry, _time).Issue(await ClaimsAsync("issuer"));
        Assert.Equal(TokenAnswer.NotMine, await Tokens().AuthenticateAsync(token, [Issuer], Cancel));
    }

    [Fact]
    public async Task Authenticate_OtherKey_IsRefused()
    {
        var token = new ServiceAccountTokens(Issuer, [TokenKey.Create()], cluster.Registry, _time).Issue(await ClaimsAsync("key"));
        Assert.Equal("invalid signature", (await Tokens().AuthenticateAsync(token, [Issuer], Cancel)).Error);
    }

    [Fact]
    public async Task Authenticate_RotatedKey_StillVerifies()
    {
        var token = Tokens().Issue(await ClaimsAsync("rotated"));
        var rotated = new ServiceAccountTokens(Issuer, [TokenKey.Create(), s_key], cluster.Registry, _time);
        Assert.NotNull((await rotated.AuthenticateAsync(token, [Issuer], Cancel)).User);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("HS256")]
    [InlineData("RS256")]
    [InlineData("ES384")]
    public async Task Authenticate_OtherAlgorithm_IsRefused(string algorithm)
    {
        var parts = Tokens().Issue(await ClaimsAsync("algorithms")).Split('.');
        var head = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"alg":"{{algorithm}}","kid":"{{s_key.Id}}"}"""));
        foreach (var signature in new[] { parts[2], "", "AAAA" })
        {
            var answer = await Tokens().AuthenticateAsync($"{head}.{parts[1]}.{signature}", [Issuer], Cancel);
            Assert.Null(answer.User);
        }
    }

    [Fact]
    public async Task Authenticate_AnyCharacterChanged_IsNobodys()
    {
        var token = Tokens().Issue(await ClaimsAsync("tampered"));
        for (var i = 0; i < token.Length - 1; i++)
        {
            var changed = string.Concat(token.AsSpan(0, i), token[i] == 'A' ? "B" : "A", token.AsSpan(i + 1));
            Assert.Null((await Tokens().AuthenticateAsync(changed, [Issuer], Cancel)).User);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("bnVsbA.bnVsbA.bnVsbA")]
    [InlineData("e30.e30.e30")]
    [InlineData("W10.W10.W10")]
    public async Task Authenticate_Garbage_IsNotMine(string token) =>
        Assert.Equal(TokenAnswer.NotMine, await Tokens().AuthenticateAsync(token, [Issuer], Cancel));

    [Fact]
    public async Task Authenticate_AccountDeletedAndMadeAnew_IsRefused()
    {
        var tokens = Tokens();
        var token = tokens.Issue(await ClaimsAsync("gone"));
        Assert.NotNull((await tokens.AuthenticateAsync(token, [Issuer], Cancel)).User);
        await cluster.DeleteAsync("", "serviceaccounts", "default", "gone");
        Assert.Equal("serviceaccounts \"gone\" not found", (await tokens.AuthenticateAsync(token, [Issuer], Cancel)).Error);
        await ClaimsAsync("gone");
        Assert.Contains("does not match claim", (await tokens.AuthenticateAsync(token, [Issuer], Cancel)).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Pod", "pods")]
    [InlineData("Secret", "secrets")]
    public async Task Request_Bound_DiesWithItsObject(string kind, string resource)
    {
        var name = "bound-" + resource;
        await ClaimsAsync(name);
        Assert.Null(kind == "Pod" ? await cluster.CreateAsync(NewPod(name)) : await cluster.CreateAsync(NewSecret(name)));
        var tokens = Tokens();
        var asked = await RequestAsync(tokens, name, new() { BoundObjectRef = new() { Kind = kind, ApiVersion = "v1", Name = name } });
        var token = asked.Value.Status.Token;
        var answer = await tokens.AuthenticateAsync(token, [Issuer], Cancel);
        Assert.Equal("", answer.Error);
        Assert.Equal(kind == "Pod", answer.User!.Extra.ContainsKey("authentication.kubernetes.io/pod-name"));

        await cluster.DeleteAsync("", resource, "default", name);
        Assert.Equal(TokenAnswer.Refused("service account token has been invalidated"), await tokens.AuthenticateAsync(token, [Issuer], Cancel));
    }

    [Theory]
    [InlineData(599, "Invalid value: 599: may not specify a duration less than 10 minutes")]
    [InlineData(600, "")]
    public async Task Request_Duration_IsChecked(long seconds, string error)
    {
        await ClaimsAsync("asks");
        var asked = await RequestAsync(Tokens(), "asks", new() { ExpirationSeconds = seconds });
        Assert.EndsWith(error, asked.Error?.Message ?? "", StringComparison.Ordinal);
        Assert.Equal(error.Length == 0, asked.Error is null);
    }

    [Fact]
    public async Task Request_ToPodOfAnotherAccount_IsRefused()
    {
        await ClaimsAsync("thief");
        await ClaimsAsync("owner");
        await cluster.CreateAsync(NewPod("owner"));
        var asked = await RequestAsync(Tokens(), "thief", new() { BoundObjectRef = new() { Kind = "Pod", ApiVersion = "v1", Name = "owner" } });
        Assert.Equal(
            "cannot bind token for serviceaccount \"thief\" to pod running with different serviceaccount name.", asked.Error?.Message);
    }

    private ServiceAccountTokens Tokens() => new(Issuer, [s_key], cluster.Registry, _time);

    private async Task<TokenClaims> ClaimsAsync(string account)
    {
        await cluster.CreateAsync(new ServiceAccount { Metadata = new() { Name = account, Namespace = "default" } });
        var there = cluster.Find<ServiceAccount>("", "serviceaccounts", "default/" + account);
        var now = s_start.ToUnixTimeSeconds();
        return new()
        {
            Subject = "system:serviceaccount:default:" + account,
            Namespace = "default",
            Account = new(account, there.Metadata.Uid),
            Audiences = [Issuer],
            IssuedAt = now,
            NotBefore = now,
            Expiry = now + 3600,
            Id = "id",
        };
    }

    private async Task<(TokenRequest Value, Machinery.Statuses.ApiError? Error)> RequestAsync(
        ServiceAccountTokens tokens, string account, TokenRequestSpec spec)
    {
        var resource = cluster.Registry.Find(new("", "v1", "serviceaccounts"))!;
        // The tokens' clock is the test's, the resource's the server's: they are issued by the latter.
        _time.Now = TimeProvider.System.GetUtcNow();
        var done = await new ServiceAccountToken(tokens, cluster.Registry).PostAsync(
            resource, new TokenRequest { Spec = spec }, new() { User = AccessCluster.Administrator, Namespace = "default", Name = account }, Cancel);
        return done.IsOk ? ((TokenRequest)done.Value, null) : (new(), done.Error);
    }

    private static Pod NewPod(string name) => new()
    {
        Metadata = new() { Name = name, Namespace = "default" },
        Spec = new() { ServiceAccountName = name, Containers = [new() { Name = "c", Image = "i" }] },
    };

    private static Secret NewSecret(string name) => new() { Metadata = new() { Name = name, Namespace = "default" } };

    private sealed class SetTime(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
