using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Statuses;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http;

/// <summary>Subresources that are more than another door to their object, and resources that store nothing.</summary>
internal sealed class SubresourceHandlers(BodyDecoder decoder)
{
    private readonly BodyDecoder _decoder = decoder;

    public ValueTask<ApiError?> AnswerAsync(ResourceRequest request) => new(_decoder is null ? null : ResourceRouter.NotServed());

    /// <summary>Null when there is no such resource.</summary>
    public ValueTask<VirtualAnswer?> AnswerVirtualAsync(
        HttpContext http, RequestInfo info, QueryParameters query, UserInfo user, GroupVersionResource name) => new(_decoder is null ? new VirtualAnswer(null) : null);
}

/// <summary>A virtual resource's answer was sent, or is this error.</summary>
internal sealed record VirtualAnswer(ApiError? Error);
