using System.Net;
using Kybernet.ApiServer.Admission;
using Kybernet.ApiServer.Authorization;
using Kybernet.ApiServer.Http;
using Kybernet.ApiServer.Loopback;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Registry.Allocation;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Client.Discovery;
using Kybernet.Client.Transport;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Store;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer;

/// <summary>An API server on a store: fills its caches, serves, stops. The store stays the caller's.</summary>
public sealed class ApiServerService : IAsyncDisposable
{
    private const string KeyPrefix = "/registry/";

    private readonly ApiServerOptions _options;
    private readonly StoreFeed _feed;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ClusterFurniture _furniture;
    private readonly IAuthorizer _authorizer;
    private readonly IdentityLease _identity;
    private readonly ApiHandler _handler;
    private readonly LoopbackParts _loopback;
    private readonly ILoggerFactory _loggers;
    private HttpHost? _host;
    private bool _isReady;

    /// <exception cref="ArgumentException">The options are wrong; the message says how.</exception>
    public ApiServerService(IStore store, ApiServerOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        if (options.Validate() is { } wrong) throw new ArgumentException(wrong, nameof(options));
        _options = options;
        _loggers = loggers;
        _feed = new(store, KeyPrefix, time, loggers);
        var decoding = DecodeOptions.Sharing();
        var ids = new IdSource(options.Seed);
        var lifecycle = new NamespaceLifecycle();
        var escalation = new RbacEscalation();
        Registry = ResourceRegistry.BuiltIn(new(store, _feed, BuiltInApi.Scheme, BuiltInApi.Schema, decoding, new([lifecycle, escalation]), ids, time));
        var rbac = RbacAuthorizer.Of(Registry);
        _authorizer = new AuthorizerChain([new PrivilegedGroup(), rbac]);
        (escalation.Rules, escalation.Authorizer) = (rbac, _authorizer);
        lifecycle.Namespaces = Registry.Find(new("", "v1", "namespaces"))!;

        var ranges = options.ServiceClusterIpRanges.Select(static cidr => IpRange.TryParse(cidr, out var range, out _) ? range : null!).ToListOf();
        if (!NodePortRange.TryParse(options.ServiceNodePortRange, out var nodePorts, out var badPorts)) throw new ArgumentException(badPorts, nameof(options));
        var addresses = Registry.Find(new("networking.k8s.io", "v1", "ipaddresses"))!;
        Registry.Find(new("", "v1", "services"))!.Reservations = new ServiceReservations(new(() => addresses, ranges), new(store, nodePorts, ids));
        _identity = new(Registry, time, loggers.CreateLogger<IdentityLease>());
        _furniture = new(Registry, options, ranges);
        (_handler, _loopback) = RequestPipeline.Build(
            new(options, Registry, decoding, _authorizer, rbac, () => ServerAddress, Readiness, time, loggers, _stopping.Token));
    }

    public ResourceRegistry Registry { get; }

    /// <summary>Host and port it listens on; empty when it does not.</summary>
    public string ServerAddress => _host?.Address ?? "";

    /// <summary>A way in for the same process, as a user.</summary>
    public IApiTransport Loopback(UserInfo user) => new LoopbackTransport(_loopback, user);

    /// <summary>What is served, for the same process.</summary>
    public IApiDiscovery Discovery => new LoopbackDiscovery(_loopback.Discovery);

    /// <summary>Fills the caches, creates what every cluster has, and begins to serve. Ready when it returns.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        await _feed.StartAsync(cancel);
        if (_options.Listen is not null) _host = await HttpHost.StartAsync(_options, _handler, _loggers, cancel);
        await _furniture.EnsureAsync(_host is null ? null : IPEndPoint.Parse(_host.Address), cancel);
        if (_host is not null) _identity.Start();
        Volatile.Write(ref _isReady, true);
    }

    /// <summary><c>/readyz</c> falls, watches end, requests under way end, then the connections.</summary>
    public async Task StopAsync(CancellationToken cancel)
    {
        Volatile.Write(ref _isReady, false);
        await _stopping.CancelAsync();
        if (_host is not null) await _host.StopAsync(_options.ShutdownGrace, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        if (_host is not null) await _host.DisposeAsync();
        await _identity.DisposeAsync();
        await _feed.DisposeAsync();
        _stopping.Dispose();
    }

    private string? Readiness() => Volatile.Read(ref _isReady) ? null : "the server is not serving yet, or stopping";
}
