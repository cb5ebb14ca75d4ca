using System.Net;
using Kybernet.Api.Rbac.V1;
using Kybernet.ApiServer.Admission;
using Kybernet.ApiServer.Admission.Quota;
using Kybernet.ApiServer.Audit;
using Kybernet.ApiServer.Authentication;
using Kybernet.ApiServer.Authorization;
using Kybernet.ApiServer.Authorization.DefaultPolicy;
using Kybernet.ApiServer.Authorization.Nodes;
using Kybernet.ApiServer.Connections;
using Kybernet.ApiServer.CustomResources;
using Kybernet.ApiServer.Encryption;
using Kybernet.ApiServer.Encryption.Kms;
using Kybernet.ApiServer.FlowControl;
using Kybernet.ApiServer.Http;
using Kybernet.ApiServer.Loopback;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Registry.Allocation;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Client.Discovery;
using Kybernet.Client.Transport;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;
using Kybernet.Store;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer;

/// <summary>An API server on a store: fills its caches, serves, stops. The store stays the caller's.</summary>
public sealed class ApiServerService : IAsyncDisposable
{
    private const string KeyPrefix = "/registry/";

    // Upstream: --resource-quota-sync-period.
    private static readonly TimeSpan QuotaPeriod = TimeSpan.FromMinutes(5);

    private readonly ApiServerOptions _options;
    private readonly EncryptedStore? _encrypted;
    private readonly Auditor? _auditor;
    private readonly StoreFeed _feed;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ClusterFurniture _furniture;
    private readonly IAuthorizer _authorizer;
    private readonly WebhookAuthorizer? _webhook;
    private readonly AuthenticatorSet _authenticators;
    private readonly IdentityLease? _identity;
    private readonly NodeGraph _nodes;
    private readonly CustomResourceService _custom;
    private readonly ClusterView _cluster;
    private readonly NodeConnections? _connections;
    private readonly ResourceQuotaAdmission? _quotas;
    private Task _following = Task.CompletedTask;
    private Task _recounting = Task.CompletedTask;
    private readonly ApiHandler? _handler;
    private readonly LoopbackParts _loopback;
    private readonly FlowControlFollower? _flow;
    private readonly ILoggerFactory _loggers;
    private readonly TimeProvider _time;
    private HttpHost? _host;
    private bool _isReady;

    /// <exception cref="ArgumentException">The options are wrong; the message says how.</exception>
    public ApiServerService(IStore store, ApiServerOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        if (options.Validate() is { } wrong) throw new ArgumentException(wrong, nameof(options));
        _options = options;
        _loggers = loggers;
        _time = time;
        _encrypted = EncryptedStoreOf(store);
        store = _encrypted ?? store;
        _feed = new(store, KeyPrefix, time, loggers);
        var decoding = DecodeOptions.Sharing();
        var ids = new IdSource(options.Seed);
        _auditor = Auditor.Open(options.Audit, ids, time, loggers.CreateLogger<Auditor>());
        _cluster = new(time, ids);
        var escalation = new RbacEscalation();
        var plugins = AdmissionPlugins.Build(_cluster, options, escalation);
        _quotas = plugins.OfType<ResourceQuotaAdmission>().FirstOrDefault();
        var admission = new AdmissionChain(plugins);
        var resources = new RegistryParts(store, _feed, BuiltInApi.Scheme, BuiltInApi.Schema, decoding, admission, ids, time);
        Registry = ResourceRegistry.BuiltIn(resources);
        _custom = new(Registry, resources, _cluster.Webhooks, loggers);
        var rbac = RbacAuthorizer.Of(Registry);
        _nodes = new(CacheOf(Registry, "", "pods"), CacheOf(Registry, "", "persistentvolumes"));
        _webhook = options.AuthorizationWebhook is { } asked ? new(asked, time, loggers.CreateLogger<WebhookAuthorizer>()) : null;
        _authorizer = new AuthorizerChain([new PrivilegedGroup(), .. options.AuthorizationModes.Select<string, IAuthorizer>(
            mode => mode switch
            {
                AuthorizationModes.Node => NodeAuthorizerOf(Registry, _nodes),
                AuthorizationModes.Rbac => rbac,
                AuthorizationModes.AlwaysAllow => UniformAuthorizer.AlwaysAllow,
                AuthorizationModes.AlwaysDeny => UniformAuthorizer.AlwaysDeny,
                _ => _webhook!,
            })]);
        var rules = AuthorizationModes.RulesOf(options.AuthorizationModes, rbac);
        (escalation.Rules, escalation.Authorizer) = (rbac, _authorizer);
        _cluster.Open(Registry, _authorizer);

        var ranges = options.ServiceClusterIpRanges.Select(static cidr => IpRange.TryParse(cidr, out var range, out _) ? range : null!).ToListOf();
        if (!NodePortRange.TryParse(options.ServiceNodePortRange, out var nodePorts, out var badPorts)) throw new ArgumentException(badPorts, nameof(options));
        var addresses = Registry.Find(new("networking.k8s.io", "v1", "ipaddresses"))!;
        Registry.Find(new("", "v1", "services"))!.Reservations = new ServiceReservations(new(() => addresses, ranges), new(store, nodePorts, ids));
        _furniture = new(Registry, options, ranges);
        _authenticators = new(options, Registry, time, loggers);
        var parts = new PipelineParts(
            options, _authenticators, Registry, decoding, _authorizer, rules, store, () => PublicAddress, Readiness, time, loggers, _auditor,
            _stopping.Token)
        {
            KeyServices = _encrypted is null ? null : () => _encrypted.Values.Problem,
        };
        _loopback = RequestPipeline.Shared(parts);
        if (options.Listen is null) return;

        _identity = new(Registry, time, loggers.CreateLogger<IdentityLease>());
        _connections = new(options.Kubelets);
        (_handler, var flow) = RequestPipeline.Http(parts, _loopback, _connections);
        _flow = flow is null ? null : new(flow, Registry, time, loggers.CreateLogger<FlowControlFollower>());
    }

    public ResourceRegistry Registry { get; }

    /// <summary>Host and port it listens on; empty when it does not.</summary>
    public string ServerAddress => _host?.Address ?? "";

    /// <summary>Host and port clients are told: listening everywhere is no address to go to.</summary>
    private string PublicAddress => _options.Advertise is { Port: > 0 } advertised ? advertised.ToString() : ServerAddress;

    /// <summary>A way in for the same process, as a user.</summary>
    public IApiTransport Loopback(UserInfo user) => new LoopbackTransport(_loopback, user);

    /// <summary>What is served, for the same process.</summary>
    public IApiDiscovery Discovery => new LoopbackDiscovery(() => _loopback.Documents.Discovery);

    /// <summary>Fills the caches, creates what every cluster has, and begins to serve. Ready when it returns.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        if (_encrypted is not null) await _encrypted.Values.StartAsync(cancel);
        await _feed.StartAsync(cancel);
        await _custom.StartAsync(cancel);
        _following = _nodes.FollowAsync(_stopping.Token);
        _flow?.Start();
        if (_handler is not null) _host = await HttpHost.StartAsync(_options, _handler, _loggers, cancel);
        await _furniture.EnsureAsync(_host is null ? null : IPEndPoint.Parse(_host.Address), cancel);
        _identity?.Start();
        _recounting = _quotas?.RecountAsync(QuotaPeriod, _stopping.Token) ?? Task.CompletedTask;
        Volatile.Write(ref _isReady, true);
    }

    /// <summary>Asks for the encryption configuration anew; what is wrong with it, or null when the new keys are in use. Old keys must be among them.</summary>
    public async Task<string?> ReloadEncryptionAsync(CancellationToken cancel)
    {
        if (_encrypted is null) return "this server was started without encryption";
        if (KeysOf(_options, out var wrong) is not { } keys) return wrong;
        await keys.StartAsync(cancel);
        if (keys.Problem is { } problem)
        {
            await keys.DisposeAsync();
            return problem;
        }

        await _encrypted.Values.ReplaceAsync(keys);
        return null;
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
        if (_identity is not null) await _identity.DisposeAsync();
        await _custom.DisposeAsync();
        _cluster.Dispose();
        await _following;
        if (_flow is not null) await _flow.DisposeAsync();
        _connections?.Dispose();
        _authenticators.Dispose();
        _webhook?.Dispose();
        await _recounting;
        if (_auditor is not null) await _auditor.DisposeAsync();
        await _feed.DisposeAsync();
        if (_encrypted is not null) await _encrypted.DisposeAsync();
        _stopping.Dispose();
    }

    private EncryptionKeys? KeysOf(ApiServerOptions options, out string problem)
    {
        var nonces = new SystemNonces();
        return EncryptionConfiguration.Read(
            options.EncryptionConfiguration!(), nonces, kms => new(kms, nonces, _time, _loggers.CreateLogger<KmsKeyring>()), out problem);
    }

    private EncryptedStore? EncryptedStoreOf(IStore store)
    {
        if (_options.EncryptionConfiguration is null) return null;
        var keys = KeysOf(_options, out var problem) ?? throw new ArgumentException($"the encryption configuration is wrong: {problem}");
        var paths = new Dictionary<string, GroupResource>(StringComparer.Ordinal);
        foreach (var info in BuiltInApi.Infos) paths.TryAdd(info.StoragePath, info.GroupResource);
        return new(store, new(KeyPrefix, paths, keys, _loggers.CreateLogger<StoredValues>()));
    }

    private static ResourceCache CacheOf(ResourceRegistry registry, string group, string name) => registry.Find(new(group, "v1", name))!.Cache;

    /// <summary>What all nodes may do is what the role of that name holds when a cluster begins. Upstream: <c>bootstrappolicy.NodeRules</c>.</summary>
    private static NodeAuthorizer NodeAuthorizerOf(ResourceRegistry registry, NodeGraph nodes)
    {
        var role = DefaultPolicies.All.OfType<ClusterRole>().First(static role => role.Metadata.Name == "system:node");
        return new(nodes, role.Rules, (group, name) => CacheOf(registry, group, name));
    }

    private string? Readiness() => Volatile.Read(ref _isReady) ? null : "the server is not serving yet, or stopping";
}
