using System.Net;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Hosts.Kyb.Agent;
using Kybernet.Hosts.Kyb.Server;

namespace Kybernet.Hosts.Tests.Joining;

public sealed class NodeJoinTests : IDisposable
{
    private readonly Kyb _kyb = new();

    public void Dispose() => _kyb.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Run_WithToken_NodeHasItsIdentities()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var server = await StartAsync(cancel);
        var options = Options(server, File.ReadAllText(server.TokenFile).Trim());
        using var door = new ServerDoor(options.Server, TimeProvider.System);

        var joined = await Join(options, door).RunAsync(cancel);

        var kubelet = new ApiClient(joined.Access.Kubelet, door.Names, "kubelet");
        Assert.Null((await kubelet.CreateAsync(new Node { Metadata = new() { Name = "n1" } }, cancel)).Error);
        Assert.True((await kubelet.CreateAsync(new Node { Metadata = new() { Name = "n2" } }, cancel)).Error is { IsForbidden: true });
        var proxy = new ApiClient(joined.Access.Proxy, door.Names, "kube-proxy");
        Assert.Null((await proxy.ListAsync<Service>("", "", cancel)).Error);
        Assert.True((await proxy.ListAsync<Secret>("", "", cancel)).Error is { IsForbidden: true });
        var dns = new ApiClient(joined.Access.Dns, door.Names, "kube-dns");
        Assert.Null((await dns.ListAsync<Pod>("", "", cancel)).Error);
        Assert.Equal(["10.244.0.0/16"], joined.Facts.ClusterCidrs);
    }

    [Fact(Timeout = 60_000)]
    public async Task Run_JoinedBefore_NeedsNoToken()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var server = await StartAsync(cancel);
        var options = Options(server, File.ReadAllText(server.TokenFile).Trim());
        using var door = new ServerDoor(options.Server, TimeProvider.System);
        var first = await Join(options, door).RunAsync(cancel);

        var second = await Join(options with { Token = "", AuthorityHash = "" }, door).RunAsync(cancel);

        Assert.Equal(first.Tls.Serving.CertificatePem.Trim(), second.Tls.Serving.CertificatePem.Trim());
        Assert.All(Directory.EnumerateFiles(options.CredentialsDirectory), static file => Assert.True(IsOfOwnerOnly(file), file));
    }

    [Fact(Timeout = 60_000)]
    public async Task Run_AuthorityOfAnotherHash_IsRefused()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var server = await StartAsync(cancel);
        var options = Options(server, "abcdef.0123456789abcdef") with { AuthorityHash = "sha256:00" };
        using var door = new ServerDoor(options.Server, TimeProvider.System);

        var refused = await Assert.ThrowsAsync<IOException>(() => Join(options, door).RunAsync(cancel));

        Assert.Contains("this is another cluster", refused.Message, StringComparison.Ordinal);
    }

    private static bool IsOfOwnerOnly(string file) =>
        !OperatingSystem.IsWindows() && File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite);

    private static NodeJoin Join(AgentOptions options, ServerDoor door) =>
        new(options, door, new(options.CredentialsDirectory, TimeProvider.System), TimeProvider.System);

    private AgentOptions Options(ServerHost server, string token) => new()
    {
        Server = new($"https://{server.Address}"),
        Token = token,
        AuthorityHash = ServerDoor.HashOf(server.Authority.CertificatePem),
        Node = new()
        {
            NodeName = "n1",
            Address = IPAddress.Parse("192.0.2.10"),
            DataDirectory = _kyb.PathOf("node"),
            StateDirectory = _kyb.PathOf("state"),
            Version = "v1.36.0",
        },
    };

    private Task<ServerHost> StartAsync(CancellationToken cancel) => ServerHost.StartAsync(
        new()
        {
            DataDirectory = _kyb.PathOf("server"),
            Listen = new(IPAddress.Loopback, 0),
            Store = "memory",
            Version = new("v1.36.0", "", "", ""),
        },
        TimeProvider.System, cancel);
}
