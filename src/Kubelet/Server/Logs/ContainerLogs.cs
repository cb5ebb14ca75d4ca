using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Cri;
using Kybernet.Kubelet.Pods;
using Kybernet.Machinery.Kinds;
using Microsoft.AspNetCore.Http;

namespace Kybernet.Kubelet.Server.Logs;

/// <summary><c>/containerLogs/NAMESPACE/POD/CONTAINER</c>. Upstream: <c>getContainerLogs</c> and <c>GetKubeletContainerLogs</c>.</summary>
internal sealed class ContainerLogs(IPodDirectory pods, IRuntimeService runtime, TimeProvider time)
{
    /// <returns>What is wrong; null when the log was sent.</returns>
    public async Task<TextAnswer?> AnswerAsync(HttpContext http, ObjectKey key, string container, CancellationToken cancel)
    {
        if (LogRequest.Parse(http.Request.Query, time.GetUtcNow(), out var code) is not { } request)
            return TextAnswer.Error(code, code == 400 ? "{\"message\": \"Unable to decode query.\"}" : "{\"message\": \"Invalid request.\"}");
        if (pods.Find(key) is not { } pod) return TextAnswer.Error(404, $"pod \"{key.Name}\" does not exist");
        if (!HasContainer(pod, container)) return TextAnswer.Error(404, $"container \"{container}\" not found in pod \"{key.Name}\"");
        var (id, problem) = LogContainer.Choose(pod, container, request.Previous);
        if (id is null) return TextAnswer.Error(400, problem);
        Cri.V1.ContainerStatus? status;
        try
        {
            status = await runtime.ContainerStatusAsync(id, cancel);
        }
        catch (CriException)
        {
            status = null;
        }

        if (status is null || !File.Exists(status.LogPath)) return TextAnswer.Error(400, $"unable to retrieve container logs for containerd://{id}");
        http.Response.ContentType = "text/plain";
        await http.Response.StartAsync(cancel);
        await http.Response.BodyWriter.FlushAsync(cancel);
        await new LogReader(request, new(request, http.Response.BodyWriter), time, token => IsRunningAsync(id, token)).CopyAsync(status.LogPath, cancel);
        return null;
    }

    /// <summary>A runtime that does not answer leaves the container running.</summary>
    private async Task<bool> IsRunningAsync(string id, CancellationToken cancel)
    {
        try
        {
            return await runtime.ContainerStatusAsync(id, cancel) is { State: Cri.V1.ContainerState.ContainerRunning };
        }
        catch (CriException e) when (e.Code == Grpc.Core.StatusCode.Unavailable)
        {
            return true;
        }
    }

    private static bool HasContainer(Pod pod, string container) =>
        pod.Spec.Containers.Any(one => one.Name == container)
        || pod.Spec.InitContainers.Any(one => one.Name == container)
        || pod.Spec.EphemeralContainers.Any(one => one.Name == container);
}
