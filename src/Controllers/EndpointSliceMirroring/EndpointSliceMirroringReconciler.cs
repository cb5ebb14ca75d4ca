using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Client;
using Kybernet.Client.Events;
using Kybernet.Client.Informers;
using Kybernet.Controllers.EndpointSlices;
using Kybernet.Controllers.Ownership;
using Kybernet.Controllers.Pods;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Controllers.EndpointSliceMirroring;

/// <summary>Shows Endpoints that users wrote in slices. Upstream: <c>syncEndpoints</c> in <c>endpointslicemirroring_controller.go</c>.</summary>
public sealed class EndpointSliceMirroringReconciler(
    IClient client,
    IEventRecorder events,
    ILister<Service> services,
    ILister<Endpoints> endpoints,
    IObjectIndex<EndpointSlice> slicesByService,
    UnseenWrites<EndpointSlice> writes) : IReconciler
{
    /// <summary>A safeguard: the change that is waited for brings the key back by itself.</summary>
    private static readonly TimeSpan s_staleWait = TimeSpan.FromSeconds(1);

    public async Task<Reconciled> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        var slices = slicesByService.Find(key.ToString()).Where(slice => !slice.Metadata.IsBeingDeleted).ToList();
        if (endpoints.Find(key) is not { } source || !EndpointSliceMirroringPlan.IsMirrored(source)
            || services.Find(key) is not { Spec.Selector.IsEmpty: true })
        {
            writes.Forget(key);
            return Of(await WriteAsync(key, SliceChanges.None with { Delete = slices }, cancel));
        }

        if (!writes.AreSeen(key)) return Reconciled.After(s_staleWait);
        var plan = EndpointSliceMirroringPlan.For(source, slices);
        if (plan.Invalid > 0)
            events.Record(source, "Warning", "InvalidIPAddress", $"Skipped {plan.Invalid} invalid IP addresses when mirroring to EndpointSlices");
        if (plan.Skipped > plan.Invalid)
        {
            events.Record(
                source, "Warning", "TooManyAddressesToMirror",
                $"A max of {EndpointSliceMirroringPlan.MaxEndpoints} addresses can be mirrored to EndpointSlices per Endpoints subset. " +
                $"{plan.Skipped} addresses were skipped");
        }

        return Of(await WriteAsync(key, source.Metadata.IsBeingDeleted ? plan.Changes with { Create = [] } : plan.Changes, cancel));
    }

    private static Reconciled Of(ApiError? error) => error is null ? Reconciled.Done : Reconciled.Failed(error);

    private async ValueTask<ApiError?> WriteAsync(ObjectKey key, SliceChanges changes, CancellationToken cancel)
    {
        foreach (var slice in changes.Create)
        {
            var created = await client.CreateAsync(slice, cancel);
            if (created.TryGet(out var value, out var error)) writes.Wrote(key, value);
            else return error.HasCause(PodControl.NamespaceTerminatingCause) ? null : error;
        }

        foreach (var slice in changes.Update)
        {
            var updated = await client.UpdateAsync(slice, cancel);
            if (updated.TryGet(out var value, out var error)) writes.Wrote(key, value);
            else return error;
        }

        foreach (var slice in changes.Delete)
        {
            var deleted = await client.DeleteAsync<EndpointSlice>(slice.Key, DeleteOptions.Empty, cancel);
            if (deleted.Error is { IsNotFound: false } error) return error;
            if (deleted.IsOk) writes.Deleted(key, slice);
        }

        return null;
    }
}
