using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Events;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Ownership;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Controllers.StatefulSets;

/// <summary>Writes the pods and volume claims of StatefulSets, and tells so in events on the set. Upstream: <c>stateful_pod_control.go</c>.</summary>
public sealed class StatefulPodControl(IClient client, IEventRecorder events, ILister<PersistentVolumeClaim> claims, UnseenWrites<Pod> writes)
{
    /// <summary>Makes the pod's claims, then the pod.</summary>
    public async ValueTask<ApiError?> CreateAsync(StatefulSet set, Pod pod, CancellationToken cancel)
    {
        foreach (var claim in StatefulClaims.For(set, pod))
            if (claims.Find(claim.Key) is { } there && StatefulClaims.IsStale(set, there, pod)) return null;
        if (await CreateClaimsAsync(set, pod, cancel) is { } failed) return Tell(set, pod, "Create", failed);
        var created = await client.CreateAsync(pod, cancel);
        if (created.TryGet(out var value, out var error)) writes.Wrote(set.Metadata.Key, value);
        if (error is { IsAlreadyExists: true }) return error;
        return Tell(set, pod, "Create", error ?? await OwnClaimsAsync(set, value!, cancel));
    }

    /// <summary>Makes the claims a pod waits for, and gives them the owners they should have.</summary>
    public async ValueTask<ApiError?> CompleteAsync(StatefulSet set, Pod pod, CancellationToken cancel) =>
        await CreateClaimsAsync(set, pod, cancel) ?? await OwnClaimsAsync(set, pod, cancel);

    public async ValueTask<ApiError?> UpdateAsync(StatefulSet set, Pod pod, CancellationToken cancel)
    {
        if (await CreateClaimsAsync(set, pod, cancel) is { } failed) return Tell(set, pod, "Update", failed);
        var updated = await client.UpdateAsync(pod, cancel);
        if (updated.TryGet(out var value, out var error)) writes.Wrote(set.Metadata.Key, value);
        return Tell(set, pod, "Update", error);
    }

    /// <summary>A pod that is gone already went well.</summary>
    public async ValueTask<ApiError?> DeleteAsync(StatefulSet set, Pod pod, CancellationToken cancel)
    {
        var deleted = await client.DeleteAsync<Pod>(pod.Key, DeleteOptions.Empty, cancel);
        if (deleted.Error is null) writes.Deleted(set.Metadata.Key, pod);
        return Tell(set, pod, "Delete", deleted.Error is { IsNotFound: false } error ? error : null);
    }

    private async ValueTask<ApiError?> CreateClaimsAsync(StatefulSet set, Pod pod, CancellationToken cancel)
    {
        foreach (var claim in StatefulClaims.For(set, pod))
        {
            if (claims.Find(claim.Key) is { } there)
            {
                if (there.Metadata.IsBeingDeleted) return ApiError.InternalError($"pvc {there.Metadata.Name} is being deleted");
                continue;
            }

            var created = await client.CreateAsync(claim, cancel);
            if (created.Error is { IsAlreadyExists: true }) continue;
            var what = $"Claim {claim.Metadata.Name} Pod {pod.Metadata.Name} in StatefulSet {set.Metadata.Name}";
            if (created.Error is { } error)
            {
                events.Record(set, "Warning", "FailedCreate", $"Create {what} failed error: {error.Message}");
                return error with { Message = $"failed to create PVC {claim.Metadata.Name}: {error.Message}" };
            }

            events.Record(set, "Normal", "SuccessfulCreate", $"Create {what} success");
        }

        return null;
    }

    private async ValueTask<ApiError?> OwnClaimsAsync(StatefulSet set, Pod pod, CancellationToken cancel)
    {
        foreach (var wanted in StatefulClaims.For(set, pod))
        {
            if (claims.Find(wanted.Key) is not { } claim) continue;
            var owned = StatefulClaims.Owned(set, claim, pod);
            if (ReferenceEquals(owned, claim)) continue;
            var updated = await client.UpdateAsync(owned, cancel);
            if (updated.Error is { } error)
                return error with { Message = $"could not update claim {claim.Metadata.Name} for delete policy ownerRefs: {error.Message}" };
        }

        return null;
    }

    private ApiError? Tell(StatefulSet set, Pod pod, string verb, ApiError? error)
    {
        var what = $"{verb} Pod {pod.Metadata.Name} in StatefulSet {set.Metadata.Name}";
        if (error is null) events.Record(set, "Normal", $"Successful{verb}", $"{what} successful");
        else events.Record(set, "Warning", $"Failed{verb}", $"{what} failed error: {error.Message}");
        return error;
    }
}
