using System.Net;
using System.Threading.Channels;
using Kybernet.Api.Core.V1;
using Kybernet.Base.Processes;
using Kybernet.Client.Informers;
using Kybernet.PodNetwork.Cni;
using Kybernet.PodNetwork.Routes;
using Kybernet.PodNetwork.Rules;
using Microsoft.Extensions.Logging;

namespace Kybernet.PodNetwork;

/// <summary>
/// The pod network of a node: what the container runtime reads to connect pods, ways to other nodes' pods, and the way out. Stopping it
/// leaves
/// everything: pods go on.
/// </summary>
public sealed class PodNetworkService : IAsyncDisposable
{
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(2);

    private readonly PodNetworkOptions _options;
    private readonly IInformer<Node> _nodes;
    private readonly HostCommand _host;
    private readonly NodeRoutes _routes;
    private readonly VxlanDevice _vxlan;
    private readonly LinkMtu _mtu;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Channel<bool> _changed =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _running = Task.CompletedTask;

    public PodNetworkService(IInformers informers, PodNetworkOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        _options = options;
        _time = time;
        _log = loggers.CreateLogger("Kybernet.PodNetwork");
        _nodes = informers.Of<Node>();
        _host = HostCommand.In(options.NetworkNamespace);
        _routes = new(_host, _log);
        _vxlan = new(_host, options, _log);
        _mtu = new(_host);
    }

    /// <summary>Ends when pods can be connected: the node has its ranges and the runtime's file is there.</summary>
    public Task Ready => _ready.Task;

    public Task StartAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        _running = RunAsync(_stop.Token);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _ready.TrySetCanceled();
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancel)
    {
        await Task.Yield();
        try
        {
            await _nodes.WaitForSyncAsync(cancel);
            using var subscription = _nodes.Subscribe(OnNode);
            while (true)
            {
                var isOk = await RoundAsync(cancel);
                await WaitAsync(isOk ? _options.ResyncPeriod : s_retry, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
        }
    }

    // Only what routes are made of: a node's heartbeat is no change.
    private void OnNode(ObjectChange<Node> change)
    {
        if (change is { Old: { } old, New: { } @new } && old.Spec.PodCIDRs == @new.Spec.PodCIDRs && old.Spec.PodCIDR == @new.Spec.PodCIDR
            && old.Status.Addresses == @new.Status.Addresses) return;
        _changed.Writer.TryWrite(true);
    }

    private async Task<bool> RoundAsync(CancellationToken cancel)
    {
        try
        {
            if (_nodes.Find(new(_options.NodeName)) is not { } node || NodePeer.Of(node) is not { } own) return true;
            var mtu = _options.Mtu > 0 ? _options.Mtu : await _mtu.OfAsync(own.Addresses[0], cancel);
            if (_options.Mtu == 0 && _options.Backend == PodNetworkBackend.Vxlan) mtu -= VxlanDevice.Overhead(own.Addresses[0]);
            var isOk = await RunAsync("sh", ["-s"], ForwardingSysctls.Script, cancel);
            isOk &= await RunAsync("nft", ["-f", "-"], MasqueradeRules.Text(own.PodRanges, [.. _options.ClusterCidrs.Select(IPNetwork.Parse)]), cancel);
            if (_options.Backend == PodNetworkBackend.Vxlan) isOk &= await _vxlan.EnsureAsync(own, mtu, cancel);
            isOk &= await _routes.ApplyAsync(RoutePlan.For(_options, own, _nodes.List().Select(NodePeer.Of).OfType<NodePeer>()), cancel);
            // Last: from this file on the runtime says that its network is ready, and pods start.
            var ranges = own.PodRanges.Select(static range => range.ToString()).ToArray();
            if (ConflistFile.Write(_options.CniDirectory, _options.CniFile, CniConflist.Text(_options, ranges, mtu)))
                PodNetworkLog.Configured(_log, string.Join(", ", ranges));
            _ready.TrySetResult();
            return isOk;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            PodNetworkLog.Threw(_log, e);
            return false;
        }
    }

    private async Task<bool> RunAsync(string program, string[] arguments, string input, CancellationToken cancel)
    {
        var result = await _host.RunAsync(program, arguments, input, cancel);
        if (!result.IsOk) PodNetworkLog.CommandFailed(_log, program, result.Error.Trim());
        return result.IsOk;
    }

    private async Task WaitAsync(TimeSpan longest, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(longest, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            await _changed.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
        }
    }
}
