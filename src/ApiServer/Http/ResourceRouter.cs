using Kybernet.ApiServer.Components;
using Kybernet.ApiServer.Connections;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Statuses;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http;

/// <summary>Finds the handler of a resource request by resource, subresource and verb.</summary>
internal sealed class ResourceRouter(
    ResourceRegistry registry, ReadHandlers reads, WatchHandler watches, WriteHandlers writes, PatchHandler patches, SubresourceHandlers subresources,
    ConnectHandlers connections, ComponentStatuses components)
{
    public async ValueTask<ApiError?> AnswerAsync(
        HttpContext http, RequestInfo info, QueryParameters query, UserInfo user, GroupVersionResource name, CancellationToken shutdown)
    {
        if (registry.Find(name) is not { } resource)
            return await subresources.AnswerVirtualAsync(http, info, query, user, name) is { } answer ? answer.Error : NotServed();
        var request = new ResourceRequest(http, info, query, user, resource);
        if ((resource.Info.DeprecationWarning ?? Deprecations.Of(resource.Info.Kind)) is { } deprecated) request.Warnings.Add(deprecated);
        var error = ComponentStatuses.Handles(resource) ? await components.AnswerAsync(request) : await RouteAsync(request, shutdown);
        // A refusal carries the warnings that came before it.
        if (error is not null) Responder.Warn(http, request.Warnings);
        return error;
    }

    /// <summary>404 as upstream's mux says it: the path itself is unknown.</summary>
    public static ApiError NotServed() => new(404, StatusReason.NotFound, "the server could not find the requested resource");

    private async ValueTask<ApiError?> RouteAsync(ResourceRequest request, CancellationToken shutdown)
    {
        var (resource, info) = (request.Resource, request.Info);
        // Across namespaces there is a list to read, and nothing else.
        if (resource.Info.IsNamespaced && info.Namespace.Length == 0 && info.Verb is not ("list" or "watch"))
            return info.Name.Length == 0 ? ApiError.MethodNotSupported(resource.Info.GroupResource, info.Verb) : NotServed();
        if (info.Subresource.Length > 0) return await SubresourceAsync(request, shutdown);
        return info.Verb switch
        {
            "get" when info.Name.Length > 0 => await reads.GetAsync(request),
            "list" => await reads.ListAsync(request),
            "watch" => await watches.WatchAsync(request, shutdown),
            "create" when info.Name.Length == 0 => await writes.CreateAsync(request),
            "update" when info.Name.Length > 0 => await writes.UpdateAsync(request, resource.Rules),
            "patch" when info.Name.Length > 0 => await patches.PatchAsync(request, resource.Rules),
            "delete" when info.Name.Length > 0 => await writes.DeleteAsync(request),
            "deletecollection" when resource.Info.Verbs.Contains("deletecollection") => await writes.DeleteCollectionAsync(request),
            _ => ApiError.MethodNotSupported(resource.Info.GroupResource, info.Verb),
        };
    }

    private async ValueTask<ApiError?> SubresourceAsync(ResourceRequest request, CancellationToken shutdown)
    {
        var info = request.Info;
        if (request.Resource.Info.FindSubresource(info.Subresource) is not { } served) return NotServed();
        // A proxy passes OPTIONS on, which is no verb.
        var isPassedOn = info.Subresource == "proxy" && HttpMethods.IsOptions(request.Http.Request.Method);
        if (!isPassedOn && !served.Verbs.Contains(info.Verb)) return ApiError.MethodNotSupported(request.Resource.Info.GroupResource, info.Verb);
        if (ConnectHandlers.Handles(request)) return await connections.AnswerAsync(request, shutdown);
        if (!request.Resource.Doors.TryGetValue(info.Subresource, out var door)) return await subresources.AnswerAsync(request);
        return info.Verb switch
        {
            "get" => await reads.GetAsync(request),
            "update" => await writes.UpdateAsync(request, door),
            "patch" => await patches.PatchAsync(request, door),
            _ => ApiError.MethodNotSupported(request.Resource.Info.GroupResource, info.Verb),
        };
    }
}
