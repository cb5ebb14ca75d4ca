using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Client;
using Kybernet.Client.Events;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Ownership;
using Kybernet.Controllers.Pods;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Values;

namespace Kybernet.Controllers.EndpointSlices;

/// <summary>Shows a service's pods in its slices. Upstream: <c>syncService</c> in <c>endpointslice_controller.go</c>.</summary>
public sealed class EndpointSliceReconciler(
    IClient client,
    IEventRecorder events,
    ILister<Service> services,
    ILister<Pod> pods,
    ILister<Node> nodes,
    IObjectIndex<EndpointSlice> slicesByService,
    UnseenWrites<EndpointSlice> writes) : IReconciler
{
    /// <summary>A safeguard: the change that is waited for brings the key back by itself.</summary>
    private static readonly TimeSpan s_staleWait = TimeSpan.FromSeconds(1);

    private readonly TriggerTimes _times = new();

    public async Task<Reconciled> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        if (services.Find(key) is not { } service)
        {
            _times.Forget(key);
            writes.Forget(key);
            return Reconciled.Done;
        }

        if (!ServicePods.HasEndpoints(service)) return Reconciled.Done;
        if (!writes.AreSeen(key)) return Reconciled.After(s_staleWait);
        var selected = ServicePods.SelectedBy(service, pods);
        var slices = slicesByService.Find(key.ToString()).Where(slice => !slice.Metadata.IsBeingDeleted).ToList();
        var plan = EndpointSlicePlan.For(service, selected, name => nodes.Find(new(name)), slices);
        var trigger = _times.Next(service, selected);
        var error = await WriteAsync(service, plan.Changes, trigger, cancel);
        if (error is null && plan.MissingNode.Length > 0) error = ApiError.InternalError($"node {plan.MissingNode} not found");
        if (error is null) return Reconciled.Done;
        if (!error.IsConflict)
            events.Record(
                service, "Warning", "FailedToUpdateEndpointSlices",
                $"Error updating Endpoint Slices for Service {key}: {error.Message}");
        return Reconciled.Failed(error);
    }

    private async ValueTask<ApiError?> WriteAsync(Service service, SliceChanges changes, Time? trigger, CancellationToken cancel)
    {
        var key = service.Metadata.Key;
        foreach (var slice in service.Metadata.IsBeingDeleted ? [] : changes.Create)
        {
            var created = await client.CreateAsync(Stamp(slice, trigger), cancel);
            if (created.TryGet(out var value, out var error)) writes.Wrote(key, value);
            else return error.HasCause(PodControl.NamespaceTerminatingCause) ? null : error;
        }

        foreach (var slice in changes.Update)
        {
            var updated = await client.UpdateAsync(Stamp(slice, trigger), cancel);
            if (updated.TryGet(out var value, out var error)) writes.Wrote(key, value);
            else return error;
        }

        foreach (var slice in changes.Delete)
        {
            var deleted = await client.DeleteAsync<EndpointSlice>(slice.Key, DeleteOptions.Empty, cancel);
            if (deleted.Error is { IsNotFound: false } error) return error;
            writes.Deleted(key, slice);
        }

        return null;
    }

    private static EndpointSlice Stamp(EndpointSlice slice, Time? trigger)
    {
        var annotations = trigger is { } time
            ? slice.Metadata.Annotations.SetItem(SliceMetadata.TriggerTime, time.ToString())
            : slice.Metadata.Annotations.Remove(SliceMetadata.TriggerTime);
        return slice with { Metadata = slice.Metadata with { Annotations = annotations } };
    }
}
