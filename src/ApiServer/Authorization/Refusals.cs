using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Authorization;

/// <summary>403 in upstream's words (<c>handlers/responsewriters/errors.go</c>).</summary>
internal static class Refusals
{
    public static ApiError Forbidden(UserInfo user, RequestInfo request, string reason)
    {
        var message = $"User \"{user.Name}\" cannot {request.Verb} {Target(request)}";
        if (reason.Length > 0) message += $": {reason}";
        return ApiError.Forbidden(new GroupResource(request.ApiGroup, request.Resource), request.Name, message);
    }

    private static string Target(RequestInfo request)
    {
        if (!request.IsResourceRequest) return $"path \"{request.Path}\"";
        var resource = request.Subresource.Length == 0 ? request.Resource : $"{request.Resource}/{request.Subresource}";
        var scope = request.Namespace.Length == 0 ? "at the cluster scope" : $"in the namespace \"{request.Namespace}\"";
        return $"resource \"{resource}\" in API group \"{request.ApiGroup}\" {scope}";
    }
}
