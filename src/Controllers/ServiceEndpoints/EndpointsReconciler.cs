using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Events;
using Kybernet.Client.Informers;
using Kybernet.Controllers.EndpointSlices;
using Kybernet.Controllers.Ownership;
using Kybernet.Controllers.Pods;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;

namespace Kybernet.Controllers.ServiceEndpoints;

/// <summary>Shows a service's pods in its Endpoints object. Upstream: <c>syncService</c> in <c>endpoints_controller.go</c>.</summary>
public sealed class EndpointsReconciler(
    IClient client,
    IEventRecorder events,
    ILister<Service> services,
    ILister<Pod> pods,
    ILister<Endpoints> endpoints,
    UnseenWrites<Endpoints> writes) : IReconciler
{
    private static readonly TimeSpan s_staleWait = TimeSpan.FromSeconds(1);

    private readonly TriggerTimes _times = new();

    public async Task<Reconciled> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        if (services.Find(key) is not { } service) return await DeleteAsync(key, cancel);
        if (!ServicePods.HasEndpoints(service)) return Reconciled.Done;
        if (!writes.AreSeen(key)) return Reconciled.After(s_staleWait);
        var current = endpoints.Find(key);
        var selected = ServicePods.SelectedBy(service, pods);
        var wanted = EndpointsPlan.For(service, selected, current, _times.Next(service, selected));
        if (ReferenceEquals(wanted, current)) return Reconciled.Done;
        var written = current is null ? await client.CreateAsync(wanted, cancel) : await client.UpdateAsync(wanted, cancel);
        if (written.TryGet(out var value, out var error))
        {
            writes.Wrote(key, value);
            return Reconciled.Done;
        }

        if (error.HasCause(PodControl.NamespaceTerminatingCause)) return Reconciled.Done;
        if (current is null) events.Record(wanted, "Warning", "FailedToCreateEndpoint", $"Failed to create endpoint for service {key}: {error.Message}");
        else events.Record(wanted, "Warning", "FailedToUpdateEndpoint", $"Failed to update endpoint {key}: {error.Message}");
        return Reconciled.Failed(error);
    }

    /// <summary>Endpoints have no owner reference: without their service they go here. Not asked of the copy, which may lag.</summary>
    private async ValueTask<Reconciled> DeleteAsync(ObjectKey key, CancellationToken cancel)
    {
        _times.Forget(key);
        writes.Forget(key);
        var deleted = await client.DeleteAsync<Endpoints>(key, DeleteOptions.Empty, cancel);
        return deleted.Error is { IsNotFound: false } error ? Reconciled.Failed(error) : Reconciled.Done;
    }
}
