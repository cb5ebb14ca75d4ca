using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Informers;
using Kybernet.Controllers.EndpointSlices;
using Kybernet.Controllers.Ownership;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Controllers.ServiceEndpoints;

/// <summary>Watches services, pods and Endpoints. Upstream: <c>pkg/controller/endpoint</c>.</summary>
public static class EndpointsController
{
    public const string Name = "endpoint-controller";

    public static Controller Create(ControllerContext context)
    {
        var services = context.Informers.Of<Service>();
        var pods = context.Informers.Of<Pod>();
        var endpoints = context.Informers.Of<Endpoints>();
        var writes = new UnseenWrites<Endpoints>(endpoints, context.Time);
        var reconciler = new EndpointsReconciler(
            context.ClientOf(Name), context.EventsOf(Name), services, pods, endpoints, writes);
        return new Controller(Name, reconciler, context)
            .On(services)
            .On(pods, change => ServicePods.KeysOf(change, services))
            .On(endpoints, change => KeysOf(change, services, writes));
    }

    /// <summary>
    /// A change of an object of a known service. Objects without a service that this controller made are left from before it started: those
    /// go. Others belong to users.
    /// </summary>
    private static IEnumerable<ObjectKey> KeysOf(
        ObjectChange<Endpoints> change, ILister<Service> services, UnseenWrites<Endpoints> writes)
    {
        var key = change.Any.Key;
        if (change.New is null) writes.SeenDeleted(key, change.Any);
        var isOurs = services.Find(key) is not null
            || (change.New?.Metadata.Labels.GetValueOrDefault(EndpointsPlan.ManagedBy) == EndpointsPlan.Manager);
        return isOurs ? [key] : [];
    }
}
