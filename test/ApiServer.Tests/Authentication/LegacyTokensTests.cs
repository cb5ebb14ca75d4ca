using System.Buffers.Text;
using System.Text;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Authentication.Tokens;
using Kybernet.ApiServer.Tests.Authorization;
using Kybernet.Machinery.Collections;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.ApiServer.Tests.Authentication;

/// <summary>Tokens that lie in Secrets.</summary>
public sealed class LegacyTokensTests(AccessCluster cluster) : IClassFixture<AccessCluster>
{
    private const string Issuer = "https://issuer.example";
    private static readonly TokenKey s_key = TokenKey.Create();

    private readonly FakeTimeProvider _time = new(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Authenticate_TokenOfASecret_IsTheAccountAndItsUseIsNoted()
    {
        var token = await TokenAsync("whole");

        var answer = await Tokens().AuthenticateAsync(token, [Issuer], Cancel);

        Assert.Equal("system:serviceaccount:default:whole", answer.User?.Name);
        Assert.Equal(["system:serviceaccounts", "system:serviceaccounts:default", "system:authenticated"], answer.User!.Groups);
        var secrets = cluster.Registry.Find(new("", "v1", "secrets"))!;
        await secrets.Cache.UntilAsync(
            () => cluster.Find<Secret>("", "secrets", "default/whole-token").Metadata.Labels.ContainsKey("kubernetes.io/legacy-token-last-used"), Cancel);
        Assert.Equal(
            "2026-01-01", cluster.Find<Secret>("", "secrets", "default/whole-token").Metadata.Labels["kubernetes.io/legacy-token-last-used"]);
    }

    [Fact]
    public async Task Authenticate_SecretGone_IsRefused()
    {
        var token = await TokenAsync("gone");
        await cluster.DeleteAsync("", "secrets", "default", "gone-token");
        Assert.Equal("Token has been invalidated", (await Tokens().AuthenticateAsync(token, [Issuer], Cancel)).Error);
    }

    [Fact]
    public async Task Authenticate_SecretHoldsAnother_IsRefused()
    {
        var token = await TokenAsync("other", held: "another");
        Assert.Equal("Token does not match server's copy", (await Tokens().AuthenticateAsync(token, [Issuer], Cancel)).Error);
    }

    [Fact]
    public async Task Authenticate_MarkedInvalid_IsRefused()
    {
        var token = await TokenAsync("marked", labels: MapOf.Of(("kubernetes.io/legacy-token-invalid-since", "2025-01-01")));
        Assert.Contains("has been marked invalid", (await Tokens().AuthenticateAsync(token, [Issuer], Cancel)).Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Start_AnyServer_SaysSinceWhenUsesAreNoted()
    {
        var maps = cluster.Registry.Find(new("", "v1", "configmaps"))!;
        await maps.Cache.UntilAsync(() => maps.Cache.Snapshot.Objects.Find("kube-system/" + LegacyTokens.TrackingMap) is not null, Cancel);
        Assert.True(cluster.Find<ConfigMap>("", "configmaps", "kube-system/" + LegacyTokens.TrackingMap).Data.ContainsKey(LegacyTokens.TrackedSince));
    }

    private ServiceAccountTokens Tokens() => new(Issuer, [s_key], cluster.Registry, _time);

    private async Task<string> TokenAsync(string account, string? held = null, MapOf<string> labels = default)
    {
        Assert.Null(await cluster.CreateAsync(new ServiceAccount { Metadata = new() { Name = account, Namespace = "default" } }));
        var uid = cluster.Find<ServiceAccount>("", "serviceaccounts", "default/" + account).Metadata.Uid;
        var head = Encoded($$"""{"alg":"{{s_key.Algorithm}}","kid":"{{s_key.Id}}"}""");
        var body = Encoded(
            $$"""
            {"iss":"kubernetes/serviceaccount","kubernetes.io/serviceaccount/namespace":"default",
            "kubernetes.io/serviceaccount/secret.name":"{{account}}-token",
            "kubernetes.io/serviceaccount/service-account.name":"{{account}}","kubernetes.io/serviceaccount/service-account.uid":"{{uid}}",
            "sub":"system:serviceaccount:default:{{account}}"}
            """);
        var token = $"{head}.{body}.{Base64Url.EncodeToString(s_key.Sign(Encoding.ASCII.GetBytes($"{head}.{body}")))}";
        Assert.Null(await cluster.CreateAsync(new Secret
        {
            Metadata = new()
            {
                Name = account + "-token",
                Namespace = "default",
                Annotations = MapOf.Of(("kubernetes.io/service-account.name", account)),
                Labels = labels,
            },
            Type = "kubernetes.io/service-account-token",
            StringData = MapOf.Of(("token", held ?? token)),
        }));
        return token;
    }

    private static string Encoded(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
