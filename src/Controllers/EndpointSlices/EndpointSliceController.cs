using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Ownership;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Controllers.EndpointSlices;

/// <summary>Watches services, pods and slices. Upstream: <c>pkg/controller/endpointslice</c>.</summary>
public static class EndpointSliceController
{
    public const string Name = "endpointslice-controller";

    /// <summary>Upstream's name of the source of its events.</summary>
    private const string EventSource = "endpoint-slice-controller";

    public static Controller Create(ControllerContext context)
    {
        var services = context.Informers.Of<Service>();
        var pods = context.Informers.Of<Pod>();
        var nodes = context.Informers.Of<Node>();
        var slices = context.Informers.Of<EndpointSlice>();
        var byService = slices.AddIndex(
            "managed-by-service",
            static slice => SliceMetadata.IsManaged(slice) && SliceMetadata.ServiceOf(slice) is { } key ? [key.ToString()] : []);
        var writes = new UnseenWrites<EndpointSlice>(slices, context.Time);
        var reconciler = new EndpointSliceReconciler(
            context.ClientOf(Name), context.EventsOf(EventSource), services, pods, nodes, byService, writes);
        return new Controller(Name, reconciler, context)
            .Reads(nodes)
            .On(services)
            .On(pods, change => ServicePods.KeysOf(change, services))
            .On(slices, change => KeysOf(change, writes));
    }

    private static HashSet<ObjectKey> KeysOf(ObjectChange<EndpointSlice> change, UnseenWrites<EndpointSlice> writes)
    {
        var keys = new HashSet<ObjectKey>();
        foreach (var slice in new[] { change.Old, change.New })
        {
            if (slice is null || !SliceMetadata.IsManaged(slice) || SliceMetadata.ServiceOf(slice) is not { } key) continue;
            if (change.New is null) writes.SeenDeleted(key, slice);
            keys.Add(key);
        }

        return keys;
    }
}
