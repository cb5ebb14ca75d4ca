using System.Net;
using System.Text;
using System.Text.Json;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Tests.Authentication;

/// <summary>Credentials the server gave out itself, which were right, after what they stand on is gone.</summary>
public sealed class RevokedCredentialsTests : IAsyncLifetime
{
    private const string Account = "{apiVersion: v1, kind: ServiceAccount, metadata: {name: sa, namespace: default}}";
    private const string Bound =
        "{apiVersion: v1, kind: Pod, metadata: {name: bound, namespace: default}, spec: {serviceAccountName: sa, containers: [{name: c, image: i}]}}";
    private const string BoundSecret = "{apiVersion: v1, kind: Secret, metadata: {name: bound, namespace: default}}";
    private const string Bootstrap =
        "{apiVersion: v1, kind: Secret, type: bootstrap.kubernetes.io/token, metadata: {name: bootstrap-token-eeeeee, namespace: kube-system}, "
        + "stringData: {token-id: eeeeee, token-secret: '0123456789abcdef', usage-bootstrap-authentication: 'true', expiration: '2026-01-01T00:10:00Z'}}";

    private SecureCluster? _secure;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SecureCluster Secure => _secure!;

    public async ValueTask InitializeAsync()
    {
        _secure = await SecureCluster.StartAsync();
        await Secure.Cluster.MakeAsync<ServiceAccount>(Account);
    }

    public ValueTask DisposeAsync() => Secure.DisposeAsync();

    [Theory]
    [InlineData("pod", "service account token has been invalidated")]
    [InlineData("pod, made again", "pod UID (")]
    [InlineData("secret", "service account token has been invalidated")]
    [InlineData("secret, made again", "secret UID (")]
    [InlineData("account", "serviceaccounts \"sa\" not found")]
    [InlineData("account, made again", "service account UID (")]
    [InlineData("time", "service account token has expired")]
    public async Task Request_TokenOfWhatIsGone_IsRefusedFromThenOn(string what, string reason)
    {
        await Secure.Cluster.MakeAsync<Pod>(Bound);
        await Secure.Cluster.MakeAsync<Secret>(BoundSecret);
        var token = await AskForTokenAsync(what.Split(',')[0]);
        // On one connection: nothing is remembered of it.
        using var client = Secure.Connect();
        Assert.Equal(HttpStatusCode.Created, (await Secure.WhoAmIAsync(token, client)).Code);

        await EndAsync(what);

        var (code, answer) = await Secure.WhoAmIAsync(token, client);
        Assert.Equal(HttpStatusCode.Unauthorized, code);
        Assert.Equal("Unauthorized", answer.GetProperty("message").GetString());
        Assert.Contains(reason, await LastReasonAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(token, await Secure.AuditAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deleted", "there is no bootstrap token eeeeee")]
    [InlineData("expired", "bootstrap token eeeeee has expired")]
    [InlineData("used for something else", "bootstrap token eeeeee is not for authentication")]
    public async Task Request_BootstrapTokenReplayed_IsRefused(string end, string reason)
    {
        await Secure.Cluster.MakeAsync<Secret>(Bootstrap);
        using var client = Secure.Connect();
        var (code, answer) = await Secure.WhoAmIAsync("eeeeee.0123456789abcdef", client);
        Assert.Equal(HttpStatusCode.Created, code);
        Assert.Equal("system:bootstrap:eeeeee", SecureCluster.UserOf(answer).GetProperty("username").GetString());

        if (end == "deleted") await GoneAsync<Secret>("secrets", "kube-system", "bootstrap-token-eeeeee");
        else if (end == "expired") Secure.Cluster.Clock.Advance(TimeSpan.FromMinutes(10));
        else await Secure.Cluster.ChangeAsync<Secret>("kube-system", "bootstrap-token-eeeeee", static one => one with
        {
            Data = one.Data.SetItem("usage-bootstrap-authentication", Machinery.Values.Bytes.Adopt("false"u8.ToArray())),
        });

        (code, answer) = await Secure.WhoAmIAsync("eeeeee.0123456789abcdef", client);
        Assert.Equal(HttpStatusCode.Unauthorized, code);
        Assert.Equal("Unauthorized", answer.GetProperty("message").GetString());
        Assert.Contains(reason, await LastReasonAsync(), StringComparison.Ordinal);
    }

    private async Task<string> AskForTokenAsync(string bound)
    {
        var reference = bound switch
        {
            "pod" => """, "boundObjectRef": {"kind": "Pod", "apiVersion": "v1", "name": "bound"}""",
            "secret" => """, "boundObjectRef": {"kind": "Secret", "apiVersion": "v1", "name": "bound"}""",
            _ => "",
        };
        using var client = Secure.ConnectAsAdministrator();
        using var body = new StringContent(
            """{"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {"expirationSeconds": 600""" + reference + "}}",
            Encoding.UTF8, "application/json");
        using var response = await client.PostAsync("/api/v1/namespaces/default/serviceaccounts/sa/token", body, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("status").GetProperty("token").GetString()!;
    }

    private async Task EndAsync(string what)
    {
        if (what == "time") Secure.Cluster.Clock.Advance(TimeSpan.FromSeconds(600 + 61));
        if (what.StartsWith("pod", StringComparison.Ordinal)) await GoneAsync<Pod>("pods", "default", "bound");
        if (what.StartsWith("secret", StringComparison.Ordinal)) await GoneAsync<Secret>("secrets", "default", "bound");
        if (what.StartsWith("account", StringComparison.Ordinal)) await GoneAsync<ServiceAccount>("serviceaccounts", "default", "sa");
        if (what == "pod, made again") await Secure.Cluster.MakeAsync<Pod>(Bound);
        if (what == "secret, made again") await Secure.Cluster.MakeAsync<Secret>(BoundSecret);
        if (what == "account, made again") await Secure.Cluster.MakeAsync<ServiceAccount>(Account);
    }

    private async Task GoneAsync<T>(string resource, string @namespace, string name)
        where T : class, IObject<T>
    {
        Assert.Null(await Secure.Cluster.DeleteAsync<T>(@namespace, name));
        var cache = Secure.Cluster.Registry.Find(new("", "v1", resource))!.Cache;
        await cache.UntilAsync(() => cache.Snapshot.Objects.Find($"{@namespace}/{name}") is null, TestContext.Current.CancellationToken);
    }

    private async Task<string> LastReasonAsync()
    {
        var last = JsonDocument.Parse((await Secure.AuditAsync()).TrimEnd().Split('\n')[^1]).RootElement;
        return last.GetProperty("responseStatus").GetProperty("message").GetString()!;
    }
}
