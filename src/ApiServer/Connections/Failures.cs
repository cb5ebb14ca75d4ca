using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Connections;

/// <summary>Failures of backends, as upstream says them.</summary>
internal static class Failures
{
    /// <summary>An error without a reason: 500 and the message alone.</summary>
    public static ApiError Plain(string message) => new(500, StatusReason.Unknown, message);

    /// <summary>What a kubelet answered instead of a log. Upstream: <c>GenericHttpResponseChecker</c>.</summary>
    public static ApiError OfAnswer(int code, GroupResource resource, string name, string body) => code switch
    {
        500 => ApiError.InternalError(body),
        400 => ApiError.BadRequest(body),
        _ => GenericResponse.ToError(code, "", resource, name, body, 0, isUnexpected: false),
    };
}
