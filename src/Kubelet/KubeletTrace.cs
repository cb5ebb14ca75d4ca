using System.Diagnostics;
using System.Runtime.CompilerServices;
using Kybernet.Api.Core.V1;
using Kybernet.Base.Tracing;
using Kybernet.Client;
using Kybernet.Client.Tracing;

namespace Kybernet.Kubelet;

/// <summary>The spans of pod workers, under upstream's names where it has the step. All are null while nobody listens.</summary>
internal static class KubeletTrace
{
    private static readonly ActivitySource s_source = new("Kybernet.Kubelet");

    /// <summary>A round of a pod's worker: <c>syncPod</c>, <c>syncTerminatingPod</c>, <c>syncTerminatedPod</c>.</summary>
    public static Activity? Round(string name, Pod? pod)
    {
        var span = s_source.StartActivity(name);
        if (pod is not null) span?.Seen(pod);
        return span;
    }

    public static Activity? Step(string name) => s_source.StartActivity(name);

    /// <summary>A call of the container runtime.</summary>
    /// <param name="method">The client's method, named as the call with <c>Async</c> behind.</param>
    public static Activity? Call([CallerMemberName] string method = "")
    {
        if (!s_source.HasListeners()) return null;
        var name = method.EndsWith("Async", StringComparison.Ordinal) ? method[..^"Async".Length] : method;
        var span = s_source.StartActivity($"runtime.v1.{name}");
        if (name is "RunPodSandbox" or "CreateContainer" or "StartContainer" or "PullImage" or "StopContainer" or "StopPodSandbox"
            or "RemoveContainer" or "RemovePodSandbox") span?.SetTag(SpanTags.Effect, span.OperationName);
        return span;
    }

    /// <summary>The API server is told of a status.</summary>
    public static Activity? Status(Pod pod, PodStatus status)
    {
        var span = s_source.StartActivity("UpdatePodStatus");
        if (span is null) return null;
        var ready = status.Conditions.FirstOrDefault(static one => one.Type == "Ready");
        span.SetTag(SpanTags.Name, pod.Key.ToString());
        span.SetTag(SpanTags.Uid, pod.Metadata.Uid);
        span.SetTag(SpanTags.Ready, status.Phase is "Succeeded" or "Failed" ? status.Phase : ready?.Status ?? "False");
        return span;
    }
}
