using System.CommandLine;
using System.Net;
using Kybernet.ApiServer;
using Kybernet.Hosts.Kyb.Server;
using Kybernet.Hosts.Kyb.Server.Flags;
using Kybernet.Hosts.Tests.Certs;

namespace Kybernet.Hosts.Tests.Server;

/// <summary>What the flags of <c>kyb server</c> come to.</summary>
public sealed class ServerFlagsTests : IDisposable
{
    private readonly Kyb _kyb = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _kyb.Dispose();

    [Fact]
    public void Of_NoFlags_AreUpstreamsDefaults()
    {
        var server = Of("");
        Assert.Equal((TimeSpan.FromDays(365), TimeSpan.FromMinutes(1)), (server.Certificates.Life, server.Certificates.PollInterval));
        Assert.Equal(IPAddress.Parse("10.96.0.10"), server.DnsAddress);
        var options = server.ApiServer(Plain);
        Assert.Equal((400, 200), (options.MaxReadsInFlight, options.MaxWritesInFlight));
        Assert.Equal((TimeSpan.FromSeconds(60), true), (options.RequestTimeout, options.HasPriorityAndFairness));
        Assert.Equal(["Node", "RBAC"], options.AuthorizationModes);
    }

    [Fact]
    public void Of_Flags_AreTheServersOptions()
    {
        var server = Of(
            "--max-requests-inflight 8 --max-mutating-requests-inflight 4 --request-timeout 1m30s --enable-priority-and-fairness=false "
            + "--service-cluster-ip-range 10.32.0.0/16 --certificate-validity-period 30s --oidc-issuer-url https://issuer.example --oidc-client-id me "
            + "--oidc-groups-claim groups --oidc-required-claim a=b,c=d");
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1)), (server.Certificates.Life, server.Certificates.PollInterval));
        Assert.Equal(IPAddress.Parse("10.32.0.10"), server.DnsAddress);
        var options = server.ApiServer(Plain);
        Assert.Equal((8, 4), (options.MaxReadsInFlight, options.MaxWritesInFlight));
        Assert.Equal((TimeSpan.FromSeconds(90), false), (options.RequestTimeout, options.HasPriorityAndFairness));
        var issuer = Assert.Single(options.Authentication.Issuers);
        Assert.Equal(("https://issuer.example#", "sub", 2), (issuer.UsernamePrefix, issuer.UsernameClaim, issuer.RequiredClaims.Count));
    }

    [Theory]
    [InlineData("--bind-address nowhere", "--bind-address nowhere is no IP address")]
    [InlineData("--service-cluster-ip-range ten", "--service-cluster-ip-range ten: networks like 10.96.0.0/12 are needed")]
    [InlineData("--certificate-validity-period 0s", "certificates must be valid for some time")]
    [InlineData("--max-requests-inflight 0", "the limits on requests in flight must be at least 1")]
    [InlineData("--request-timeout 0s", "the request timeout must be positive")]
    [InlineData("--authorization-mode RBAC,Magic", "authorization-mode Magic is none of AlwaysAllow, AlwaysDeny, Node, RBAC, Webhook")]
    [InlineData("--authorization-mode Webhook", "authorization-mode Webhook and authorization-webhook-config-file need each other")]
    [InlineData("--oidc-issuer-url https://issuer.example", "oidc-issuer-url and oidc-client-id must be specified together")]
    [InlineData("--oidc-issuer-url http://issuer.example --oidc-client-id me", "URL scheme must be https")]
    [InlineData("--token-auth-file DIR/none", "--token-auth-file: Could not find file")]
    [InlineData("--audit-log-path DIR/audit.log", "--audit-log-path needs --audit-policy-file")]
    [InlineData("--encryption-provider-config-automatic-reload", "must be set with --encryption-provider-config")]
    public async Task Server_WrongFlag_SaysWhatIsWrong(string flags, string expected) =>
        Assert.Contains(expected, await _kyb.FailAsync($"server --data-dir DIR/s --secure-port 0 --store memory {flags}", Cancel), StringComparison.Ordinal);

    [Fact(Timeout = 120_000)]
    public async Task Server_TokensAuditAndLimits_AreInForce()
    {
        var cancel = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(_kyb.PathOf("tokens"), "opensesame,ali,1,\"system:masters\"\n", cancel);
        await File.WriteAllTextAsync(
            _kyb.PathOf("policy"), "{apiVersion: audit.k8s.io/v1, kind: Policy, omitStages: [RequestReceived], rules: [{level: Metadata}]}", cancel);
        await using var server = await RunningCommand.StartAsync(
            _kyb,
            "server --data-dir DIR/s --secure-port 0 --store memory --disable scheduler,controllers --token-auth-file DIR/tokens "
            + "--audit-policy-file DIR/policy --audit-log-path DIR/audit.log --enable-priority-and-fairness=false",
            cancel);
        var kubeconfig = await File.ReadAllTextAsync(_kyb.PathOf("s/admin.kubeconfig"), cancel);
        foreach (var (token, code) in ((string, HttpStatusCode)[])[("opensesame", HttpStatusCode.OK), ("opensesam", HttpStatusCode.Unauthorized)])
        {
            using var client = RunningServer.Connect(kubeconfig, token, TimeProvider.System);
            using var answer = await client.GetAsync("/api/v1/namespaces", cancel);
            Assert.Equal(code, answer.StatusCode);
            Assert.False(answer.Headers.Contains("X-Kubernetes-PF-FlowSchema-UID"));
        }

        var audit = await ReadSharedAsync("audit.log");
        Assert.Contains("\"username\":\"ali\"", audit, StringComparison.Ordinal);
        Assert.Contains("Authentication failed, attempted: bearer: invalid bearer token", audit, StringComparison.Ordinal);
        Assert.DoesNotContain("opensesam", audit, StringComparison.Ordinal);
    }

    private static ApiServerOptions Plain => new() { Seed = 1, Version = new() { Major = "1", Minor = "36", GitVersion = "v1.36.0", Platform = "any" } };

    private ServerOptions Of(string flags)
    {
        var parser = new ServerFlags();
        var command = new RootCommand();
        foreach (var flag in parser.All) command.Add(flag);
        var parsed = command.Parse($"--data-dir {_kyb.Directory} {flags}");
        Assert.Empty(parsed.Errors);
        return parser.Of(parsed, new("v1.36.0", "", "", ""), TimeProvider.System);
    }

    private async Task<string> ReadSharedAsync(string name)
    {
        using var stream = new FileStream(_kyb.PathOf(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(Cancel);
    }
}
