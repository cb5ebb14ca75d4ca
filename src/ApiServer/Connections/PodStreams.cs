using System.Net;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Authorization;
using Kybernet.ApiServer.Http;
using Kybernet.ApiServer.Registry;
using Kybernet.Client.Streams;
using Kybernet.Client.Streams.Upgrades;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Connections;

/// <summary>
/// <c>pods/exec</c>, <c>pods/attach</c>, <c>pods/portforward</c>: upgraded connections to the pod's kubelet.
/// Upstream: <c>pkg/registry/core/pod/rest/subresources.go</c>.
/// </summary>
internal sealed class PodStreams(NodeConnections connections, IAuthorizer authorizer, Func<Resource> nodes)
{
    public async ValueTask<ApiError?> AnswerAsync(ResourceRequest request, CancellationToken cancel)
    {
        // A WebSocket is asked for with GET, which is not what somebody who may only look at pods is allowed (upstream:
        // ensureAuthorizedForVerb).
        var info = request.Info;
        if (info.Verb != "create")
        {
            var decision = await authorizer.AuthorizeAsync(request.User, info with { Verb = "create" }, cancel);
            if (!decision.IsAllowed) return ApiError.Forbidden(request.Resource.Info.GroupResource, info.Name, decision.Reason);
        }

        var read = await ObjectReader.GetAsync(request.Resource, info.Namespace, info.Name, "", cancel);
        if (!read.TryGet(out var stored, out var error)) return error;
        var pod = (Pod)stored.Value;
        var container = "";
        if (info.Subresource != "portforward")
        {
            var chosen = PodContainers.Choose(pod, request.Query["container"]);
            if (!chosen.TryGet(out container, out error)) return error;
        }

        if (pod.Spec.NodeName.Length == 0) return ApiError.BadRequest($"pod {info.Name} does not have a host assigned");
        var found = await connections.FindAsync(nodes(), pod.Spec.NodeName, cancel);
        if (!found.TryGet(out var kubelet, out error)) return error;
        return await ServeAsync(request, kubelet, Locate(request, kubelet, pod, container), cancel);
    }

    private async ValueTask<ApiError?> ServeAsync(ResourceRequest request, KubeletAddress kubelet, Uri location, CancellationToken cancel)
    {
        var http = request.Http;
        if (!ForwardedRequest.IsUpgrade(http.Request)) return ApiError.BadRequest("Upgrade request required");
        if (!kubelet.SpeaksWebSockets && request.Info.Subresource != "portforward" && StreamTranslator.IsFor(http.Request))
        {
            await new StreamTranslator(connections.Verifying, location, StreamsOf(request.Query)).ServeAsync(http, cancel);
            return null;
        }

        var isTunnel = !kubelet.SpeaksWebSockets && request.Info.Subresource == "portforward" && TunnelTranslator.IsFor(http.Request);
        var failure = isTunnel
            ? await TunnelTranslator.ServeAsync(http, connections.Verifying, location, cancel)
            : await UpgradeProxy.ServeAsync(http, connections.Verifying, location, cancel);
        return failure is null ? null : Failures.Plain(failure);
    }

    private static RemoteStreams StreamsOf(QueryParameters query) => new(query.Flag("stdin"), query.Flag("stdout"), query.Flag("stderr"), query.Flag("tty"));

    private static Uri Locate(ResourceRequest request, KubeletAddress kubelet, Pod pod, string container)
    {
        var (space, name, query) = (pod.Metadata.Namespace, pod.Metadata.Name, request.Query);
        if (request.Info.Subresource == "portforward")
        {
            var ports = string.Join(',', query.All("ports"));
            return kubelet.Locate($"/portForward/{space}/{name}", ports.Length == 0 ? "" : $"port={WebUtility.UrlEncode(ports)}");
        }

        List<string> parameters = [];
        if (request.Info.Subresource == "exec")
            parameters.AddRange(query.All("command").Select(static word => $"command={Uri.EscapeDataString(word)}"));
        foreach (var (flag, parameter) in new[] { ("stderr", "error"), ("stdin", "input"), ("stdout", "output"), ("tty", "tty") })
            if (query.Flag(flag)) parameters.Add($"{parameter}=1");
        return kubelet.Locate($"/{request.Info.Subresource}/{space}/{name}/{container}", string.Join('&', parameters));
    }
}
