using System.Globalization;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Statuses;

/// <summary>The failure a client makes of an answer that is no Status. Upstream: <c>NewGenericServerResponse</c>.</summary>
public static class GenericResponse
{
    /// <param name="code">The HTTP status code.</param>
    /// <param name="verb">The HTTP method; a conflict of a POST means the object exists.</param>
    /// <param name="resource">What was asked for; empty when that is not known.</param>
    /// <param name="name">The object's name, or empty.</param>
    /// <param name="serverMessage">The body of the answer.</param>
    /// <param name="retryAfterSeconds">From the answer's header, or 0.</param>
    /// <param name="isUnexpected">The answer did not come in the form the API has: the body becomes a cause.</param>
    public static ApiError ToError(
        int code, string verb, GroupResource resource, string name, string serverMessage, int retryAfterSeconds, bool isUnexpected)
    {
        var (reason, message) = Describe(code, verb, serverMessage);
        var action = verb.ToLowerInvariant();
        if (!resource.IsEmpty) message = name.Length > 0 ? $"{message} ({action} {resource} {name})" : $"{message} ({action} {resource})";
        var details = ApiError.About(resource, name) with { RetryAfterSeconds = retryAfterSeconds };
        if (isUnexpected) details = details with { Causes = [new ApiErrorCause(CauseType.UnexpectedServerResponse, serverMessage)] };
        return new(code, reason, message, details);
    }

    private static (string Reason, string Message) Describe(int code, string verb, string serverMessage) => code switch
    {
        400 => (StatusReason.BadRequest, "the server rejected our request for an unknown reason"),
        401 => (StatusReason.Unauthorized, "the server has asked for the client to provide credentials"),
        403 => (StatusReason.Forbidden, serverMessage),
        404 => (StatusReason.NotFound, "the server could not find the requested resource"),
        405 => (StatusReason.MethodNotAllowed, "the server does not allow this method on the requested resource"),
        406 => (StatusReason.NotAcceptable, serverMessage is "" or "unknown"
            ? "the server was unable to respond with a content type that the client supports"
            : serverMessage),
        409 => (verb == "POST" ? StatusReason.AlreadyExists : StatusReason.Conflict, "the server reported a conflict"),
        415 => (StatusReason.UnsupportedMediaType, serverMessage),
        422 => (StatusReason.Invalid, "the server rejected our request due to an error in our request"),
        429 => (StatusReason.TooManyRequests, "the server has received too many requests and has asked us to try again later"),
        503 => (StatusReason.ServiceUnavailable, "the server is currently unable to handle the request"),
        504 => (StatusReason.Timeout,
            "the server was unable to return a response in the time allotted, but may still be processing the request"),
        >= 500 => (StatusReason.InternalError,
            $"an error on the server ({QuotedText.Of(serverMessage)}) has prevented the request from succeeding"),
        _ => (StatusReason.Unknown, string.Create(
            CultureInfo.InvariantCulture, $"the server responded with the status code {code} but did not return more information")),
    };
}
