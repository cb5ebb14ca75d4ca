using System.Globalization;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Kubelet.Status;

/// <summary>Tells the API server the status of one pod, when it changed. Conditions of others stay as they are there.</summary>
/// <remarks>Upstream: kubelet/status, status_manager.</remarks>
internal sealed class StatusWriter(IClient client)
{
    private const int Attempts = 5;

    private Pod? _last;

    /// <summary>The newest the pod is known to be: of the informer or of the last write.</summary>
    public Pod Newest(Pod pod) => _last is { } last && last.Metadata.Uid == pod.Metadata.Uid && Revision(last) > Revision(pod) ? last : pod;

    /// <returns>The error; null when the API server has the status, or the pod is gone.</returns>
    public async Task<ApiError?> WriteAsync(Pod pod, PodStatus status, CancellationToken cancel)
    {
        var current = Newest(pod);
        ApiError? error = null;
        for (var i = 0; i < Attempts; i++)
        {
            var wanted = Merge(status, current.Status);
            if (wanted == current.Status) return null;
            using var span = KubeletTrace.Status(pod, wanted);
            var written = await client.UpdateStatusAsync(current with { Status = wanted }, cancel);
            if (written.TryGet(out _last, out error)) return null;
            if (error.IsNotFound) return null;
            if (!error.IsConflict) return error;
            var read = await client.GetAsync<Pod>(pod.Metadata.Key, cancel);
            if (!read.TryGet(out var newest, out error)) return error.IsNotFound ? null : error;
            if (newest.Metadata.Uid != pod.Metadata.Uid) return null;
            current = newest;
        }

        return error;
    }

    /// <summary>The last step of a deletion: nothing of the pod is on the node any more.</summary>
    public async Task<ApiError?> DeleteAsync(Pod pod, CancellationToken cancel)
    {
        var options = new DeleteOptions { GracePeriodSeconds = 0, Preconditions = new() { Uid = pod.Metadata.Uid } };
        var deleted = await client.DeleteAsync<Pod>(pod.Metadata.Key, options, cancel);
        return deleted.Error is { IsNotFound: false, IsConflict: false } error ? error : null;
    }

    private static PodStatus Merge(PodStatus mine, PodStatus there)
    {
        var others = there.Conditions.Where(condition => !PodConditions.IsOwned(condition.Type));
        return mine with
        {
            Conditions = others.Concat(mine.Conditions.Where(condition => PodConditions.IsOwned(condition.Type))).ToListOf(),
            NominatedNodeName = there.NominatedNodeName,
            ResourceClaimStatuses = there.ResourceClaimStatuses,
            ExtendedResourceClaimStatus = there.ExtendedResourceClaimStatus,
            // The quality class never changes once it is told.
            QosClass = there.QosClass.Length > 0 ? there.QosClass : mine.QosClass,
        };
    }

    private static long Revision(Pod pod) => long.TryParse(pod.Metadata.ResourceVersion, CultureInfo.InvariantCulture, out var revision) ? revision : 0;
}
