using System.Net.Security;
using Kybernet.Client;
using Kybernet.Client.Events;
using Kybernet.Client.Informers;
using Kybernet.Dns;
using Kybernet.Kubelet;
using Kybernet.Kubelet.Server;
using Kybernet.PodNetwork;
using Kybernet.Proxy;
using Microsoft.Extensions.Logging;

namespace Kybernet.Hosts.Kyb.Nodes;

/// <summary>A node: kubelet with its containerd, pod network, service proxy, DNS. Stopped in reverse; containers go on until they are purged.</summary>
internal sealed class NodeHost : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _parts = [];
    private readonly NodeHostOptions _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;

    private NodeHost(NodeHostOptions options, TimeProvider time, ILoggerFactory loggers) => (_options, _time, _loggers) = (options, time, loggers);

    public static async Task<NodeHost> StartAsync(
        NodeHostOptions options, NodeTls tls, NodeAccess access, TimeProvider time, int seed, ILoggerFactory loggers, CancellationToken cancel)
    {
        var node = new NodeHost(options, time, loggers);
        try
        {
            await node.StartAsync(tls, access, seed, cancel);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = _parts.Count - 1; i >= 0; i--) await _parts[i].DisposeAsync();
        _parts.Clear();
    }

    /// <summary>After <see cref="DisposeAsync"/>: removes all the node has on this machine.</summary>
    public static async Task PurgeAsync(NodeHostOptions options, TimeProvider time, ILoggerFactory loggers, CancellationToken cancel)
    {
        await NodePurge.RunAsync(NodeSettings.Kubelet(options), time, loggers, cancel);
        await ProxyService.CleanUpAsync("", cancel);
        await NetworkPurge.RunAsync(NodeSettings.Network(options), cancel);
    }

    private async Task StartAsync(NodeTls tls, NodeAccess access, int seed, CancellationToken cancel)
    {
        var informers = Own(new SharedInformers(access.Kubelet, access.Names, _time, seed, _loggers));
        var client = new ApiClient(access.Kubelet, access.Names, "kubelet");
        var events = Own(new EventRecorders(client, _time, seed, _loggers));
        await StartNetworkAsync(access, seed, cancel);
        var kubelet = Own(await KubeletService.StartAsync(
            NodeSettings.Kubelet(_options), client, informers, events.Of(new EventSourceName("kubelet", _options.NodeName)), _time, _loggers, cancel));
        var serving = SslStreamCertificateContext.Create(tls.Serving.ToX509(), [], offline: true);
        Own(await KubeletServing.StartAsync(
            kubelet,
            new()
            {
                NodeName = _options.NodeName,
                Listen = new(_options.Address, NodeSettings.KubeletPort),
                ServingCertificate = () => serving,
                ClientAuthorities = [tls.Authority],
            },
            client, _time, _loggers, cancel));
        await StartDnsAsync(access, seed, cancel);
    }

    /// <summary>Before the kubelet: it waits for the node's range, and the kubelet's runtime for the network's file.</summary>
    private async Task StartNetworkAsync(NodeAccess access, int seed, CancellationToken cancel)
    {
        var informers = Own(new SharedInformers(access.Proxy, access.Names, _time, seed, _loggers));
        var network = Own(new PodNetworkService(informers, NodeSettings.Network(_options), _time, _loggers));
        await network.StartAsync(cancel);
        var proxy = Own(new ProxyService(informers, NodeSettings.Proxy(_options), _time, _loggers));
        await proxy.StartAsync(cancel);
    }

    private async Task StartDnsAsync(NodeAccess access, int seed, CancellationToken cancel)
    {
        var informers = Own(new SharedInformers(access.Dns, access.Names, _time, seed, _loggers));
        var dns = Own(new DnsService(informers, new ApiClient(access.Dns, access.Names, "kube-dns"), NodeSettings.Dns(_options), _time, _loggers));
        await dns.StartAsync(cancel);
    }

    private T Own<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Add(part);
        return part;
    }
}
