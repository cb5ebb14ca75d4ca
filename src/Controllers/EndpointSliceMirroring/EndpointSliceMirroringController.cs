using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Client;
using Kybernet.Client.Informers;
using Kybernet.Controllers.EndpointSlices;
using Kybernet.Controllers.Ownership;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Controllers.EndpointSliceMirroring;

/// <summary>Watches Endpoints, services and the mirrored slices. Upstream: <c>pkg/controller/endpointslicemirroring</c>.</summary>
public static class EndpointSliceMirroringController
{
    public const string Name = "endpointslicemirroring-controller";

    /// <summary>Upstream's name of the source of its events.</summary>
    private const string EventSource = "endpoint-slice-mirroring-controller";

    public static Controller Create(ControllerContext context)
    {
        var services = context.Informers.Of<Service>();
        var endpoints = context.Informers.Of<Endpoints>();
        var slices = context.Informers.Of<EndpointSlice>();
        var byService = slices.AddIndex(
            "mirrored-of-service",
            static slice => IsMirror(slice) && SliceMetadata.ServiceOf(slice) is { } key ? [key.ToString()] : []);
        var writes = new UnseenWrites<EndpointSlice>(slices, context.Time);
        var reconciler = new EndpointSliceMirroringReconciler(
            context.ClientOf(Name), context.EventsOf(EventSource), services, endpoints, byService, writes);
        return new Controller(Name, reconciler, context)
            .On(services, KeysOf)
            .On(endpoints, static change => IsMirrored(change.Old) || IsMirrored(change.New) ? [change.Any.Key] : [])
            .On(slices, change => KeysOf(change, writes));
    }

    /// <summary>Of services without a selector, and of those that just got or lost theirs.</summary>
    private static IEnumerable<ObjectKey> KeysOf(ObjectChange<Service> change)
    {
        var (hadNone, hasNone) = (change.Old?.Spec.Selector.IsEmpty, change.New?.Spec.Selector.IsEmpty);
        return hadNone != hasNone && (hadNone == true || hasNone == true) ? [change.Any.Key] : [];
    }

    private static HashSet<ObjectKey> KeysOf(ObjectChange<EndpointSlice> change, UnseenWrites<EndpointSlice> writes)
    {
        var keys = new HashSet<ObjectKey>();
        foreach (var slice in new[] { change.Old, change.New })
        {
            if (slice is null || !IsMirror(slice) || SliceMetadata.ServiceOf(slice) is not { } key) continue;
            if (change.New is null) writes.SeenDeleted(key, slice);
            keys.Add(key);
        }

        return keys;
    }

    private static bool IsMirrored(Endpoints? endpoints) => endpoints is not null && EndpointSliceMirroringPlan.IsMirrored(endpoints);

    private static bool IsMirror(EndpointSlice slice) =>
        slice.Metadata.Labels.GetValueOrDefault(SliceMetadata.ManagedBy) == EndpointSliceMirroringPlan.Manager;
}
