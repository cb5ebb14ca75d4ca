using System.Net;
using Kybernet.Api;
using Kybernet.ApiServer.Admission;
using Kybernet.ApiServer.Authorization;
using Kybernet.ApiServer.Discovery;
using Kybernet.ApiServer.Http;
using Kybernet.ApiServer.Loopback;
using Kybernet.ApiServer.OpenApi.Documents;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Registry.Allocation;
using Kybernet.ApiServer.Tables;
using Kybernet.ApiServer.WatchCache;
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
    private readonly IAuthorizer _authorizer = new AdministratorsOnly();
    private readonly ApiHandler _handler;
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
        var scheme = ApiScheme.Create();
        var schema = ApiSchema.Create();
        var decoding = DecodeOptions.Sharing();
        var ids = new IdSource(options.Seed);
        var lifecycle = new NamespaceLifecycle();
        Registry = ResourceRegistry.BuiltIn(new(store, _feed, scheme, schema, decoding, new([lifecycle]), ids, time));
        lifecycle.Namespaces = Registry.Find(new("", "v1", "namespaces"))!;
        var ranges = options.ServiceClusterIpRanges.Select(cidr => IpRange.TryParse(cidr, out var range, out var problem) ? range : throw new ArgumentException(problem, nameof(options))).ToListOf();
        if (!NodePortRange.TryParse(options.ServiceNodePortRange, out var nodePorts, out var badPorts)) throw new ArgumentException(badPorts, nameof(options));
        Registry.Find(new("", "v1", "services"))!.Reservations = new ServiceReservations(
            new(() => Registry.Find(new("networking.k8s.io", "v1", "ipaddresses"))!, ranges), new(store, nodePorts, ids));
        _furniture = new(Registry, options, ranges);

        var reads = new ReadHandlers(TablePrinters.Create(), time);
        var bodies = new BodyDecoder(scheme, decoding);
        var discovery = new Lazy<DiscoveryDocuments>(() => DiscoveryDocuments.Build(BuiltInResources.From(schema), ServerAddress));
        var openApi = new Lazy<OpenApiDocuments>(() => OpenApiDocuments.Build(schema, BuiltInResources.From(schema), options.Version.GitVersion));
        var health = new HealthChecks([new("ping", static () => null, true), new("shutdown", Readiness, false)]);
        _handler = new(
            new(new(options.ClientAuthorities, options.CertificateTime ?? time)), _authorizer, new(options.MaxReadsInFlight, options.MaxWritesInFlight),
            new(Registry, reads, new(reads, scheme, time), new(bodies, reads), new(bodies, reads), new(bodies, Registry, reads)),
            new(() => discovery.Value, new(() => openApi.Value), health, options.Version), loggers.CreateLogger("Kybernet.ApiServer"))
        {
            Shutdown = _stopping.Token,
        };
    }

    public ResourceRegistry Registry { get; }

    /// <summary>A way in for the same process, as a user.</summary>
    public IApiTransport Loopback(UserInfo user) => new LoopbackTransport(Registry, _authorizer, user);

    /// <summary>Host and port it listens on; empty when it does not.</summary>
    public string ServerAddress => _host?.Address ?? "";

    /// <summary>Fills the caches, creates what every cluster has, and begins to serve. Ready when it returns.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        await _feed.StartAsync(cancel);
        if (_options.Listen is not null) _host = await HttpHost.StartAsync(_options, _handler, _loggers, cancel);
        await _furniture.EnsureAsync(_host is null ? null : IPEndPoint.Parse(_host.Address), cancel);
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
        await _feed.DisposeAsync();
        _stopping.Dispose();
    }

    private string? Readiness() => Volatile.Read(ref _isReady) ? null : "the server is not serving yet, or stopping";
}
