using System.Net;
using Kybernet.Base.Http;
using Kybernet.Client;
using Kybernet.Client.Informers;
using Kybernet.Dns.Cluster;
using Kybernet.Dns.Forwarding;
using Kybernet.Dns.Publication;
using Kybernet.Dns.Serving;
using Microsoft.Extensions.Logging;

namespace Kybernet.Dns;

/// <summary>A node's DNS server: the cluster's names by itself, others by the host's resolvers.</summary>
/// <remarks>Upstream: CoreDNS as kubeadm configures it, with the plugins kubernetes, forward, cache, loadbalance, prometheus, health and
/// ready.</remarks>
public sealed class DnsService : IAsyncDisposable
{
    private readonly DnsOptions _options;
    private readonly InformerView _view;
    private readonly QueryHandler _handler;
    private readonly KubeDnsPublisher _publisher;
    private readonly DnsMetrics _metrics;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private IPEndPoint[] _upstreams = [];
    private DnsListener? _listener;
    private PlainHttpServer? _web;
    private Task _publishing = Task.CompletedTask;

    public DnsService(IInformers informers, IClient client, DnsOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        _options = options;
        _log = loggers.CreateLogger("Kybernet.Dns");
        _view = new(informers);
        var cache = new AnswerCache(options.CacheCapacity, options.LongestCache, time);
        var denials = new AnswerCache(options.CacheCapacity, options.LongestCache, time);
        _metrics = new(() => cache.Count + denials.Count);
        var forwarder = new Forwarder(() => _upstreams, cache, denials, options, _metrics, time, _log);
        var zone = new ClusterZone(_view, options.ClusterDomain.TrimEnd('.').ToLowerInvariant(), [options.ServiceAddress], options.Ttl);
        _handler = new(zone, forwarder, _metrics, time, _log);
        _publisher = new(client, options, time, _log);
    }

    /// <summary>Where the server listens.</summary>
    public IPEndPoint Address => _listener?.Address ?? throw new InvalidOperationException("the DNS server has not started");

    /// <summary>The metrics in Prometheus' text format.</summary>
    public string Metrics => _metrics.Write();

    /// <summary>Serves when the services and endpoints are known; before that names would seem not to exist.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public async Task StartAsync(CancellationToken cancel)
    {
        _upstreams = _options.Upstreams.Length > 0 || !File.Exists(_options.ResolvConf)
            ? _options.Upstreams
            : ResolvConf.Read(await File.ReadAllTextAsync(_options.ResolvConf, cancel), [_options.ServiceAddress]);
        if (_options.MetricsAddress is { } metrics) _web = PlainHttpServer.Start(metrics, Answer);
        await _view.WaitForSyncAsync(cancel);
        _listener = DnsListener.Start(new(_options.ListenAddress ?? _options.NodeAddress, _options.Port), _handler);
        DnsLog.Serving(_log, _options.ClusterDomain, Address, string.Join<IPEndPoint>(", ", _upstreams));
        if (_options.Publishes) _publishing = PublishAsync(_stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _publishing;
        if (_listener is not null) await _listener.DisposeAsync();
        if (_web is not null) await _web.DisposeAsync();
        _view.Dispose();
        _stop.Dispose();
    }

    private PlainAnswer Answer(string path) => path switch
    {
        "/metrics" => PlainAnswer.Metrics(Metrics),
        "/health" => PlainAnswer.Text(200, "OK"),
        "/ready" => _listener is null ? PlainAnswer.Text(503, "kubernetes") : PlainAnswer.Text(200, "OK"),
        _ => PlainAnswer.Text(404, "404 page not found\n"),
    };

    private async Task PublishAsync(CancellationToken cancel)
    {
        try
        {
            await _publisher.RunAsync(Address.Port, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
        }
    }
}
