using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Statuses;
using Kybernet.Store;

namespace Kybernet.ApiServer.Registry;

/// <summary>What the store's errors mean to a client. Upstream: <c>storage/errors</c>, <c>registry/rest</c>.</summary>
internal static class StoreErrors
{
    public static ApiError ToApiError(this StoreError error, GroupResource resource, string operation) => error switch
    {
        StoreError.TooLarge => ApiError.RequestEntityTooLarge($"the object is too large to store: {error.Message}"),
        StoreError.Compacted => ApiError.ResourceExpired("The provided resource version is too old; list again"),
        StoreError.Unavailable { Reason: UnavailableReason.Closed } => ApiError.ServiceUnavailable("the server is shutting down"),
        StoreError.Unavailable { OutcomeUnknown: true } => ApiError.ServerTimeout(resource, operation, 0),
        StoreError.Unavailable => ApiError.ServiceUnavailable(error.Message),
        _ => ApiError.InternalError(error.Message),
    };
}
