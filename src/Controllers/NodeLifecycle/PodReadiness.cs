using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Events;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Values;

namespace Kybernet.Controllers.NodeLifecycle;

/// <summary>Marks pods of a node that is not ready as not ready, since its kubelet cannot.</summary>
/// <remarks>Upstream: pkg/controller/util/node, MarkPodsNotReady.</remarks>
public sealed class PodReadiness(IClient client, IEventRecorder events, TimeProvider time)
{
    /// <returns>The first error, after all pods were tried; null when all went well.</returns>
    public async ValueTask<ApiError?> MarkNotReadyAsync(IReadOnlyList<Pod> pods, CancellationToken cancel)
    {
        ApiError? first = null;
        foreach (var pod in pods)
        {
            if (NotReady(pod, time.GetUtcNow()) is not { } changed) continue;
            var written = await client.UpdateStatusAsync(changed, cancel);
            if (written.Error is { IsNotFound: true }) continue;
            first ??= written.Error;
            events.Record(pod, "Warning", "NodeNotReady", "Node is not ready");
        }

        return first;
    }

    /// <summary>The pod with its Ready condition false; null when it is so, or has none.</summary>
    internal static Pod? NotReady(Pod pod, DateTimeOffset now)
    {
        var conditions = pod.Status.Conditions;
        for (var i = 0; i < conditions.Count; i++)
        {
            if (conditions[i].Type != PodConditionType.Ready) continue;
            if (conditions[i].Status == ConditionStatus.False) return null;
            var condition = conditions[i] with { Status = ConditionStatus.False, LastTransitionTime = Time.From(now) };
            return pod with { Status = pod.Status with { Conditions = conditions.SetItem(i, condition) } };
        }

        return null;
    }
}
