using Kybernet.Api.Core.V1;
using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Authentication.Tokens;
using Kybernet.ApiServer.Http;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer;

/// <summary>What the API server notes once on objects of its own. Upstream: <c>defaultservicecidr</c>, <c>legacytokentracking</c>.</summary>
internal sealed class FurnitureMarks(ResourceRegistry registry, ApiServerOptions options)
{
    private const string Ready = "Ready";
    private const string SystemNamespace = "kube-system";

    private static readonly WriteRequest s_server = new()
    {
        User = new() { Name = "system:apiserver", Groups = [UserInfo.SystemMasters] },
        Namespace = "",
        FieldManager = "kube-apiserver",
    };

    public Task EnsureAsync(CancellationToken cancel) => Task.WhenAll(MarkNetworkAsync(cancel), MarkTrackingAsync(cancel));

    /// <summary>What says since when uses of old tokens are noted.</summary>
    public static ConfigMap TrackedSince(string day) => new()
    {
        Metadata = new() { Namespace = SystemNamespace, Name = LegacyTokens.TrackingMap },
        Data = Machinery.Collections.MapOf.Of((LegacyTokens.TrackedSince, day)),
    };

    /// <summary>The services' network is ready: services get addresses of it from the first request on.</summary>
    private async Task MarkNetworkAsync(CancellationToken cancel)
    {
        var resource = registry.FindKind(ServiceCIDR.Gvk);
        var condition = new Condition
        {
            Type = Ready,
            Status = "True",
            LastTransitionTime = Time.From(resource.Time.GetUtcNow()),
            Message = "Kubernetes default Service CIDR is ready",
        };
        var request = s_server with { Name = "kubernetes", Subresource = "status", FieldManager = "kubernetes-service-cidr-controller", Warnings = [] };
        var done = await ObjectUpdater.UpdateAsync(
            resource, resource.Doors["status"], request, null,
            (current, _) => new(Outcome<IObject>.Ok(Marked((ServiceCIDR)current!, condition))), mayCreate: false, cancel);
        if (!done.IsOk) throw new IOException($"the network of services could not be marked as ready: {done.Error.Message}");
    }

    /// <summary>Another network than this server's is told of by its condition, which whoever changes it writes.</summary>
    private ServiceCIDR Marked(ServiceCIDR network, Condition condition) =>
        network.Spec.Cidrs != options.ServiceClusterIpRanges || network.Status.Conditions.Any(static one => one.Type == Ready)
            ? network
            : network with { Status = network.Status with { Conditions = [condition] } };

    /// <summary>Since when uses of old tokens are noted: who removes those nobody uses must know.</summary>
    private async Task MarkTrackingAsync(CancellationToken cancel)
    {
        var resource = registry.FindKind(ConfigMap.Gvk);
        if (resource.Cache.Snapshot.Objects.Find(resource.KeyOf(SystemNamespace, LegacyTokens.TrackingMap)) is not null) return;
        var map = TrackedSince(LegacyTokens.Day(resource.Time.GetUtcNow()));
        var request = s_server with { Namespace = SystemNamespace, Warnings = [] };
        var made = await ObjectCreator.CreateAsync(resource, WriteHandlers.Defaulted(resource, map), request, cancel);
        if (!made.IsOk && !made.Error.IsAlreadyExists) throw new IOException($"{map.Metadata.Name} could not be created: {made.Error.Message}");
    }
}
