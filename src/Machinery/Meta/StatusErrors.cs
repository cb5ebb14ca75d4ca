using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Machinery.Meta;

/// <summary>Turns errors into the <see cref="Status"/> that travels, and back.</summary>
public static class StatusErrors
{
    public const string Success = "Success";

    public const string Failure = "Failure";

    extension(ApiError error)
    {
        /// <summary>The Status a server answers with.</summary>
        public Status ToStatus() => new()
        {
            Metadata = error.Continue.Length == 0 ? ListMeta.Empty : new() { Continue = error.Continue },
            StatusValue = Failure,
            Message = error.Message,
            Reason = error.Reason,
            Code = error.Code,
            Details = error.Details is not { } details ? null : new StatusDetails
            {
                Name = details.Name,
                Group = details.Group,
                Kind = details.Kind,
                Uid = details.Uid,
                Causes = details.Causes.IsEmpty ? default : ToStatusCauses(details.Causes),
                RetryAfterSeconds = details.RetryAfterSeconds,
            },
        };
    }

    extension(Status status)
    {
        /// <summary>The error a client has received; null for a Status that says all went well.</summary>
        public ApiError? ToError()
        {
            if (status.StatusValue == Success) return null;
            var details = status.Details is not { } given ? null : new ApiErrorDetails
            {
                Name = given.Name,
                Group = given.Group,
                Kind = given.Kind,
                Uid = given.Uid,
                Causes = given.Causes.Select(cause => new ApiErrorCause(cause.Reason, cause.Message, cause.Field)).ToListOf(),
                RetryAfterSeconds = given.RetryAfterSeconds,
            };
            return new(status.Code, status.Reason, status.Message, details) { Continue = status.Metadata.Continue };
        }
    }

    private static ListOf<StatusCause> ToStatusCauses(ListOf<ApiErrorCause> causes) =>
        causes.Select(cause => new StatusCause { Reason = cause.Type, Message = cause.Message, Field = cause.Field }).ToListOf();
}
