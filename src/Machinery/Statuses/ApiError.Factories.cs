using System.Globalization;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Statuses;

// The failures the API server answers with, message and details as upstream's (api/errors/errors.go).
public sealed partial record ApiError
{
    /// <summary>The cause of the conflict of an update whose resource version is not the stored one.</summary>
    public const string OptimisticLockMessage =
        "the object has been modified; please apply your changes to the latest version and try again";

    public static ApiError NotFound(GroupResource resource, string name) =>
        Of(StatusReason.NotFound, $"{resource} {QuotedText.Of(name)} not found", About(resource, name));

    public static ApiError AlreadyExists(GroupResource resource, string name) =>
        Of(StatusReason.AlreadyExists, $"{resource} {QuotedText.Of(name)} already exists", About(resource, name));

    /// <summary>The names generated were all taken.</summary>
    public static ApiError GenerateNameConflict(GroupResource resource, string name, int retryAfterSeconds) => Of(
        StatusReason.AlreadyExists,
        $"{resource} {QuotedText.Of(name)} already exists, the server was not able to generate a unique name for the object",
        About(resource, name) with { RetryAfterSeconds = retryAfterSeconds });

    public static ApiError Conflict(GroupResource resource, string name, string cause) =>
        Of(StatusReason.Conflict, $"Operation cannot be fulfilled on {resource} {QuotedText.Of(name)}: {cause}", About(resource, name));

    /// <summary>Server-side apply meets fields of other managers; each is a cause.</summary>
    public static ApiError ApplyConflict(ListOf<ApiErrorCause> causes, string message) =>
        Of(StatusReason.Conflict, message, new ApiErrorDetails { Causes = causes });

    /// <summary>The object breaks rules of its kind: every field error is a cause, and all are in the message.</summary>
    public static ApiError Invalid(GroupKind kind, string name, FieldErrorList errors)
    {
        var causes = new ApiErrorCause[errors.Count];
        for (var i = 0; i < causes.Length; i++) causes[i] = new(errors[i].Type.ToCauseType(), errors[i].Body, errors[i].Field);
        var message = $"{kind} {QuotedText.Of(name)} is invalid";
        return Of(
            StatusReason.Invalid, errors.IsEmpty ? message : $"{message}: {errors.Aggregate()}",
            new ApiErrorDetails { Group = kind.Group, Kind = kind.Kind, Name = name, Causes = ListOf<ApiErrorCause>.Adopt(causes) });
    }

    public static ApiError BadRequest(string message) => Of(StatusReason.BadRequest, message);

    /// <summary>An empty message becomes <c>not authorized</c>.</summary>
    public static ApiError Unauthorized(string message) => Of(StatusReason.Unauthorized, message.Length == 0 ? "not authorized" : message);

    /// <summary>The resource is left out of the message when it is empty, and so is an empty name.</summary>
    public static ApiError Forbidden(GroupResource resource, string name, string cause)
    {
        var message = resource.IsEmpty ? $"forbidden: {cause}"
            : name.Length == 0 ? $"{resource} is forbidden: {cause}"
            : $"{resource} {QuotedText.Of(name)} is forbidden: {cause}";
        return Of(StatusReason.Forbidden, message, About(resource, name));
    }

    public static ApiError Gone(string message) => Of(StatusReason.Gone, message);

    /// <summary>The resource version or continue token asked for has been compacted away.</summary>
    public static ApiError ResourceExpired(string message) => Of(StatusReason.Expired, message);

    /// <summary>The message as it is, with the seconds to wait.</summary>
    public static ApiError TooManyRequests(string message, int retryAfterSeconds) =>
        Of(StatusReason.TooManyRequests, message, new ApiErrorDetails { RetryAfterSeconds = retryAfterSeconds });

    /// <summary>Refused by the limit on requests: the message gets a prefix, and there are no details.</summary>
    public static ApiError TooManyRequestsError(string message) => Of(StatusReason.TooManyRequests, $"Too many requests: {message}");

    public static ApiError ServiceUnavailable(string message) => Of(StatusReason.ServiceUnavailable, message);

    public static ApiError MethodNotSupported(GroupResource resource, string action) => Of(
        StatusReason.MethodNotAllowed, $"{action} is not supported on resources of kind {QuotedText.Of(resource.ToString())}",
        About(resource, ""));

    /// <summary>The operation takes the place of the name in the details.</summary>
    public static ApiError ServerTimeout(GroupResource resource, string operation, int retryAfterSeconds) => Of(
        StatusReason.ServerTimeout, $"The {operation} operation against {resource} could not be completed at this time, please try again.",
        About(resource, operation) with { RetryAfterSeconds = retryAfterSeconds });

    public static ApiError Timeout(string message, int retryAfterSeconds) =>
        Of(StatusReason.Timeout, $"Timeout: {message}", new ApiErrorDetails { RetryAfterSeconds = retryAfterSeconds });

    /// <summary>A time-out: the server has not reached the resource version asked for.</summary>
    public static ApiError TooLargeResourceVersion(long minimum, long current, int retryAfterSeconds) => Of(
        StatusReason.Timeout,
        string.Create(CultureInfo.InvariantCulture, $"Timeout: Too large resource version: {minimum}, current: {current}"),
        new ApiErrorDetails
        {
            RetryAfterSeconds = retryAfterSeconds,
            Causes = [new ApiErrorCause(CauseType.ResourceVersionTooLarge, "Too large resource version")],
        });

    public static ApiError InternalError(string cause) =>
        Of(
            StatusReason.InternalError, $"Internal error occurred: {cause}",
            new ApiErrorDetails { Causes = [new ApiErrorCause("", cause)] });

    /// <summary>A watch meets an object that cannot be read.</summary>
    public static ApiError StoreReadError(string message) => Of(StatusReason.StoreReadError, message);

    /// <summary>A list meets objects that cannot be read; each cause names the key of one.</summary>
    public static ApiError StoreReadError(GroupResource resource, string keyPrefix, ListOf<ApiErrorCause> causes) => Of(
        StatusReason.StoreReadError, $"failed to read one or more {resource} from the storage",
        About(resource, keyPrefix) with { Causes = causes });

    public static ApiError RequestEntityTooLarge(string message) =>
        Of(StatusReason.RequestEntityTooLarge, $"Request entity too large: {message}");

    public static ApiError NotAcceptable(ListOf<string> accepted) =>
        Of(StatusReason.NotAcceptable, $"only the following media types are accepted: {string.Join(", ", accepted)}");

    /// <summary>The object asked for as another kind (a Table) can be had in these formats only.</summary>
    public static ApiError NotAcceptableConversion(string target, ListOf<string> accepted) => Of(
        StatusReason.NotAcceptable,
        $"only the following media types are accepted when converting to {target}: {string.Join(", ", accepted)}");

    public static ApiError UnsupportedMediaType(ListOf<string> accepted) => Of(
        StatusReason.UnsupportedMediaType,
        $"the body of the request was in an unknown format - accepted media types include: {string.Join(", ", accepted)}");

    internal static ApiErrorDetails About(GroupResource resource, string name) =>
        new() { Group = resource.Group, Kind = resource.Resource, Name = name };

    private static ApiError Of(string reason, string message, ApiErrorDetails? details = null) =>
        new(StatusReason.ToCode(reason), reason, message, details);
}
