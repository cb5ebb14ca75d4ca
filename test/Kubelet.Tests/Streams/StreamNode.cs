using System.Net;
using System.Net.NetworkInformation;
using System.Net.Security;
using System.Net.Sockets;
using Kybernet.Api.Core.V1;
using Kybernet.Base.Pki;
using Kybernet.Client;
using Kybernet.Kubelet.Cri;
using Kybernet.Kubelet.Server;
using Kybernet.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Kubelet.Tests.Streams;

/// <summary>An API server, a kubelet's server, a containerd, and two pods: all hops a stream goes over.</summary>
public sealed class StreamNode : IAsyncLifetime
{
    private const string NodeName = "node-1";
    private static readonly TimeSpan Life = TimeSpan.FromDays(1);

    private ContainerdRun? _containerd;
    private CriConnection? _connection;
    private RunningPods? _pods;
    private KubeletServer? _server;
    private TestCluster? _cluster;

    /// <summary>Why this cannot run here; null when it can.</summary>
    public static string? Lack => ContainerdRun.Lack();

    /// <summary>An address of this machine pods can be reached at through proxies; null without one.</summary>
    public IPAddress? Address { get; } = NetworkInterface.GetAllNetworkInterfaces()
        .Where(static one => one.OperationalStatus != OperationalStatus.Down && one.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(static one => one.GetIPProperties().UnicastAddresses)
        .Select(static one => one.Address)
        .FirstOrDefault(static one => one.AddressFamily == AddressFamily.InterNetwork);

    public IClient Client => _cluster!.Client;

    /// <summary>Runs a command with kubectl's environment.</summary>
    public Task<string> RunAsync(string command) => Shell.RunAsync(command, _containerd!.Directory, TestContext.Current.CancellationToken);

    public async ValueTask InitializeAsync()
    {
        if (Lack is not null) return;
        var cancel = TestContext.Current.CancellationToken;
        var authority = CertificateAuthority.Create("nodes-ca", Life, TimeProvider.System);
        _containerd = await ContainerdRun.StartAsync(cancel);
        _connection = new(_containerd.Socket, TimeProvider.System);
        var runtime = new CriClient(_connection);
        _pods = new(runtime, _containerd.Directory);
        _cluster = await TestCluster.StartAsync(
            new()
            {
                ServesHttps = true,
                Kubelets = new()
                {
                    Certificate = authority.IssueClient("kube-apiserver-kubelet-client", ["system:masters"], Life).ToX509(),
                    Authorities = [authority.Certificate],
                    PreferredAddressTypes = ["InternalIP"],
                },
            },
            cancel);
        await File.WriteAllTextAsync(Path.Combine(_containerd.Directory, "kubeconfig"), _cluster.Kubeconfig, cancel);
        var host = Address ?? IPAddress.Loopback;
        var issued = authority.IssueServer(NodeName, [NodeName], [IPAddress.Loopback, host], Life);
        var serving = SslStreamCertificateContext.Create(issued.ToX509(), [], offline: true);
        _server = await KubeletServer.StartAsync(
            new() { NodeName = NodeName, Listen = new(host, 0), ServingCertificate = () => serving, ClientAuthorities = [authority.Certificate] },
            new(_cluster.Client, _pods, runtime, runtime, static () => null, TimeProvider.System, NullLoggerFactory.Instance),
            cancel);
        await CreateAsync(host, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (_pods is not null) await _pods.StopAllAsync(CancellationToken.None);
        if (_server is not null) await _server.DisposeAsync();
        if (_cluster is not null) await _cluster.DisposeAsync();
        _connection?.Dispose();
        if (_containerd is not null) await _containerd.DisposeAsync();
    }

    private async Task CreateAsync(IPAddress host, CancellationToken cancel)
    {
        var node = (await Client.CreateAsync(new Node { Metadata = new() { Name = NodeName } }, cancel)).Value;
        await Client.UpdateStatusAsync(
            node with
            {
                Status = node.Status with
                {
                    Addresses = [new() { Type = "InternalIP", Address = host.ToString() }],
                    DaemonEndpoints = new() { KubeletEndpoint = new() { Port = _server!.Address.Port } },
                },
            },
            cancel);
        await Client.CreateAsync(new ServiceAccount { Metadata = new() { Name = "default", Namespace = "default" } }, cancel);
        await StartAsync(
            "web", host, cancel,
            // Two streams: their lines are in order only some time apart.
            ("app", "echo one; echo two; sleep 0.5; echo three >&2; httpd -f -p 18080 -h /data & exec sleep 1000000"), ("echo", "exec cat"));
        await StartAsync("job", host, cancel, ("app", "i=0; while test $i -lt 8; do echo line $i; i=$((i+1)); sleep 0.3; done"));
    }

    private async Task StartAsync(string name, IPAddress host, CancellationToken cancel, params (string Name, string Script)[] containers)
    {
        var pod = new Pod
        {
            Metadata = new() { Name = name, Namespace = "default" },
            Spec = new()
            {
                NodeName = NodeName,
                Containers =
                [
                    .. containers.Select(static one => new Api.Core.V1.Container
                    {
                        Name = one.Name, Image = BusyboxImage.Name, Command = ["/bin/sh", "-c", one.Script], Stdin = one.Name == "echo",
                    }),
                ],
            },
        };
        var created = (await Client.CreateAsync(pod, cancel)).Value;
        var running = await _pods!.StartAsync(created, cancel);
        var status = running.Status with { PodIP = host.ToString(), PodIPs = [new() { Ip = host.ToString() }] };
        await Client.UpdateStatusAsync(running with { Status = status }, cancel);
    }
}
