using System.Net;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Api.Networking.V1;
using Kybernet.Api.Scheduling.V1;
using Kybernet.ApiServer.Authentication;
using Kybernet.ApiServer.Authorization.DefaultPolicy;
using Kybernet.ApiServer.Http;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Registry.Allocation;
using Kybernet.ApiServer.Registry.FlowControl;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer;

/// <summary>What every cluster has from the start and the API server itself makes. Upstream: <c>controlplane</c>'s bootstrap controllers.</summary>
internal sealed class ClusterFurniture(ResourceRegistry registry, ApiServerOptions options, ListOf<IpRange> ranges)
{
    private const int HttpsPort = 443;
    private static readonly string[] s_namespaces = ["kube-system", "kube-public", "kube-node-lease", "default"];

    private static readonly IObject[] s_constants =
    [
        .. s_namespaces.Select(static name => new Namespace { Metadata = new() { Name = name } }),
        Priority("system-cluster-critical", 2_000_000_000,
            "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary."),
        Priority("system-node-critical", 2_000_001_000,
            "Used for system critical pods that must not be moved from their current node."),
        MandatoryObjects.ExemptLevel, MandatoryObjects.CatchAllLevel, MandatoryObjects.ExemptSchema, MandatoryObjects.CatchAllSchema,
        .. SuggestedObjects.Levels, .. SuggestedObjects.Schemas,
        .. DefaultPolicies.All,
    ];

    private readonly FurnitureMarks _marks = new(registry, options);

    private static readonly WriteRequest s_server = new()
    {
        User = new() { Name = "system:apiserver", Groups = [UserInfo.SystemMasters] },
        Namespace = "",
        FieldManager = "kube-apiserver",
    };

    /// <summary>Prepares what an empty store will be given, once for all servers of the process.</summary>
    public static void Prepare(TimeProvider time)
    {
        var kinds = BuiltInApi.Kinds.ToDictionary(static kind => kind.Info.Kind);
        foreach (var constant in s_constants)
        {
            var request = s_server with { Namespace = constant.Metadata.Namespace, Warnings = [] };
            // Not for the bytes, which differ by server: the code that makes them is then ready too.
            ObjectProtobuf.Encode(BuiltInApi.Furniture.Prepare(kinds[constant.Gvk], constant, request, time));
        }

        foreach (var example in (IObject[])[NetworkOf(["10.0.0.0/24"]), ServiceAt("10.0.0.1", HttpsPort), FurnitureMarks.TrackedSince("")])
            Rehearse(kinds[example.Gvk], example, time);
    }

    /// <summary>Creates what is missing. Throws when the store refuses.</summary>
    /// <param name="served">Where the server listens; null when it does not.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task EnsureAsync(IPEndPoint? served, CancellationToken cancel)
    {
        var others = await new FreshFurniture(registry, s_server).WriteAsync(s_constants, cancel);
        var endpoint = options.Advertise ?? served;
        IEnumerable<IObject> furniture =
        [
            .. others,
            NetworkOf(options.ServiceClusterIpRanges), ServiceAt(ranges[0].AddressAt(0).ToString(), endpoint?.Port ?? HttpsPort),
        ];
        // All at once: the store commits them together, so a start waits for the disk a few times and not for each object.
        await Task.WhenAll(furniture.Select(value => IsPolicy(value) ? ReconcileAsync(value, cancel) : EnsureAsync(value, cancel)));
        await Task.WhenAll(
            PublishTrustAsync(cancel),
            _marks.EnsureAsync(cancel),
            endpoint is not null && IsReachable(endpoint.Address) ? PublishAsync(endpoint, cancel) : Task.CompletedTask);
    }

    /// <summary>What is done to an object of a server's own, on another thread than the server's: the code is ready when the server does it.</summary>
    private static void Rehearse(BuiltInKind kind, IObject example, TimeProvider time)
    {
        var rules = kind.Registration.Rules;
        var request = s_server with { Namespace = example.Metadata.Namespace, Warnings = [] };
        var owned = kind.Ownership.Value.OnCreate(rules.Default(example.WithDefaults()), request, time);
        var prepared = rules.PrepareForCreate(owned, request.Context(time));
        ObjectChecks.Check(kind.Info, rules, prepared, new());
        ObjectProtobuf.Decode(ObjectProtobuf.Encode(rules.Canonicalize(prepared)), BuiltInApi.Stored, DecodeOptions.Default);
    }

    /// <summary>Pods reach neither a node's loopback nor "any address": then the service has no endpoint.</summary>
    private static bool IsReachable(System.Net.IPAddress address) =>
        !System.Net.IPAddress.IsLoopback(address) && !address.Equals(System.Net.IPAddress.Any) && !address.Equals(System.Net.IPAddress.IPv6Any);

    private static bool IsPolicy(IObject value) => value.Gvk.Group == "rbac.authorization.k8s.io";

    private static PriorityClass Priority(string name, int value, string description) =>
        new() { Metadata = new() { Name = name }, Value = value, Description = description };

    private static ServiceCIDR NetworkOf(ListOf<string> cidrs) => new() { Metadata = new() { Name = "kubernetes" }, Spec = new() { Cidrs = cidrs } };

    private static Service ServiceAt(string address, int port) => new()
    {
        Metadata = new() { Name = "kubernetes", Namespace = "default", Labels = MapOf.Of(("component", "apiserver"), ("provider", "kubernetes")) },
        Spec = new()
        {
            ClusterIP = address,
            ClusterIPs = [address],
            Ports = [new() { Name = "https", Protocol = "TCP", Port = HttpsPort, TargetPort = port }],
            Type = "ClusterIP",
            SessionAffinity = "None",
        },
    };

    private async Task PublishTrustAsync(CancellationToken cancel)
    {
        if (PublishedTrust.IsEmpty(options)) return;
        var resource = registry.FindKind(ConfigMap.Gvk);
        await EnsureAsync(PublishedTrust.With(null, options, resource.Time.GetUtcNow()), cancel);
        var request = s_server with { Namespace = PublishedTrust.Namespace, Name = PublishedTrust.Name, Warnings = [] };
        var done = await ObjectUpdater.UpdateAsync(
            resource, resource.Rules, request, null,
            (current, _) => new(Outcome<IObject>.Ok(PublishedTrust.With((ConfigMap)current!, options, resource.Time.GetUtcNow()))), mayCreate: true, cancel);
        if (!done.IsOk) throw new IOException($"the authorities of this cluster could not be published: {done.Error.Message}");
    }

    /// <summary>The service's endpoint is this server, wherever it was before.</summary>
    private async Task PublishAsync(IPEndPoint endpoint, CancellationToken cancel)
    {
        var address = endpoint.Address.ToString();
        await ReplaceAsync(new EndpointSlice
        {
            Metadata = new() { Name = "kubernetes", Namespace = "default", Labels = MapOf.Of(("kubernetes.io/service-name", "kubernetes")) },
            AddressType = endpoint.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4",
            Endpoints = [new() { Addresses = [address], Conditions = new() { Ready = true } }],
            Ports = [new() { Name = "https", Protocol = "TCP", Port = endpoint.Port }],
        }, cancel);
        await ReplaceAsync(new Endpoints
        {
            Metadata = new() { Name = "kubernetes", Namespace = "default", Labels = MapOf.Of(("endpointslice.kubernetes.io/skip-mirror", "true")) },
            Subsets = [new() { Addresses = [new() { Ip = address }], Ports = [new() { Name = "https", Protocol = "TCP", Port = endpoint.Port }] }],
        }, cancel);
    }

    private async Task EnsureAsync(IObject value, CancellationToken cancel)
    {
        var resource = registry.FindKind(value.Gvk);
        if (resource.Cache.Snapshot.Objects.Find(resource.KeyOf(value.Metadata.Namespace, value.Metadata.Name)) is null)
            await CreateAsync(resource, value, cancel);
    }

    private static async Task CreateAsync(Resource resource, IObject value, CancellationToken cancel)
    {
        var created = await ObjectCreator.CreateAsync(resource, WriteHandlers.Defaulted(resource, value),
            s_server with { Namespace = value.Metadata.Namespace, Warnings = [] }, cancel);
        if (created.IsOk || created.Error.IsAlreadyExists) return;
        throw new IOException($"{value.Gvk.Kind} {value.Metadata.Name} could not be created: {created.Error.Message}");
    }

    /// <summary>Upstream: the <c>rbac/bootstrap-roles</c> hook of <c>pkg/registry/rbac/rest</c>.</summary>
    private async Task ReconcileAsync(IObject expected, CancellationToken cancel)
    {
        var resource = registry.FindKind(expected.Gvk);
        var (space, name) = (expected.Metadata.Namespace, expected.Metadata.Name);
        if (resource.Cache.Snapshot.Objects.Find(resource.KeyOf(space, name))?.Value is not { } there)
        {
            await EnsureAsync(expected, cancel);
            return;
        }

        var request = s_server with { Namespace = space, Name = name };
        if (Reconciliation.MustReplace(there, expected))
        {
            var gone = await ObjectDeleter.DeleteAsync(resource, request, new(), cancel);
            if (!gone.IsOk && gone.Error.Code != 404) throw new IOException($"{expected.Gvk.Kind} {name} could not be replaced: {gone.Error.Message}");
            await CreateAsync(resource, expected, cancel);
            return;
        }

        if (Reconciliation.IsProtected(there) || ReferenceEquals(Reconciliation.Merge(there, expected), there)) return;
        var done = await ObjectUpdater.UpdateAsync(
            resource, resource.Rules, request, null,
            (current, _) => new(Outcome<IObject>.Ok(Reconciliation.Merge(current!, expected))), mayCreate: false, cancel);
        if (!done.IsOk && done.Error.Code != 404) throw new IOException($"{expected.Gvk.Kind} {name} could not be updated: {done.Error.Message}");
    }

    private async Task ReplaceAsync(IObject value, CancellationToken cancel)
    {
        var resource = registry.FindKind(value.Gvk);
        await EnsureAsync(value, cancel);
        var wanted = WriteHandlers.Defaulted(resource, value);
        var done = await ObjectUpdater.UpdateAsync(
            resource, resource.Rules, s_server with { Namespace = value.Metadata.Namespace, Name = value.Metadata.Name, Warnings = [] }, null,
            (_, _) => new(Outcome<IObject>.Ok(wanted)), mayCreate: false, cancel);
        if (!done.IsOk) throw new IOException($"{value.Gvk.Kind} {value.Metadata.Name} could not be updated: {done.Error.Message}");
    }
}
