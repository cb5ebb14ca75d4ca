using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Events;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Controllers.Pods;

/// <summary>Creates and deletes pods for an owner, and tells so in events on it. Upstream: <c>RealPodControl</c>.</summary>
public sealed class PodControl(IClient client, IEventRecorder events)
{
    /// <summary>The cause of refusals in a namespace that is being deleted: nothing to report.</summary>
    public const string NamespaceTerminatingCause = "NamespaceTerminating";

    /// <returns>Null when it went well.</returns>
    public async ValueTask<ApiError?> CreateAsync(Pod pod, IObject owner, CancellationToken cancel)
    {
        if (pod.Metadata.Labels.IsEmpty) return ApiError.InternalError("unable to create pods, no labels");
        var created = await client.CreateAsync(pod, cancel);
        if (created.TryGet(out var value, out var error))
        {
            events.Record(owner, "Normal", "SuccessfulCreate", $"Created pod: {value.Metadata.Name}");
            return null;
        }

        if (!error.HasCause(NamespaceTerminatingCause)) events.Record(owner, "Warning", "FailedCreate", $"Error creating: {error.Message}");
        return error;
    }

    /// <returns>Null when it went well; an error of a pod not found is for the caller to weigh.</returns>
    public async ValueTask<ApiError?> DeleteAsync(Pod pod, IObject owner, CancellationToken cancel)
    {
        var deleted = await client.DeleteAsync<Pod>(pod.Metadata.Key, DeleteOptions.Empty, cancel);
        if (deleted.TryGet(out _, out var error))
        {
            events.Record(owner, "Normal", "SuccessfulDelete", $"Deleted pod: {pod.Metadata.Name}");
            return null;
        }

        if (error.IsNotFound) return error;
        events.Record(owner, "Warning", "FailedDelete", $"Error deleting: {error.Message}");
        return error with { Message = $"unable to delete pods: {error.Message}" };
    }
}
