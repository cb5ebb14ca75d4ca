using Grpc.Core;
using Kybernet.Store.Protocol;

namespace Kybernet.Store.Etcd;

/// <summary>From etcd's errors to the contract's.</summary>
internal static class EtcdErrors
{
    /// <summary>Stands in for a status when this store, not the server, ended the call.</summary>
    public const string StoreClosed = "the store is closed";

    /// <summary>
    /// The error a failed call stands for. <see cref="StoreError.Compacted"/> and <see cref="StoreError.FutureRevision"/> come
    /// without the store's own revision, which etcd does not send with them.
    /// </summary>
    public static StoreError Translate(RpcException failure, bool outcomeUnknown, in FailureContext context, StoreLimits limits)
    {
        var status = failure.Status;
        switch (status.Detail)
        {
            case EtcdMessages.Compacted:
                return new StoreError.Compacted(Revision.None);
            case EtcdMessages.FutureRevision:
                return new StoreError.FutureRevision(context.Revision, Revision.None);
            case EtcdMessages.LeaseNotFound:
                return new StoreError.LeaseNotFound(context.Lease);
            case EtcdMessages.LeaseExists:
                return new StoreError.LeaseExists(context.Lease);
            case EtcdMessages.LeaseTtlTooLarge:
                return new StoreError.TooLarge("time to live", context.TtlSeconds, limits.MaxLeaseTtlSeconds);
            case EtcdMessages.KeyNotFound:
                return new StoreError.KeyNotFound(context.Key);
            case EtcdMessages.RequestTooLarge:
                return new StoreError.TooLarge("request", context.RequestBytes, limits.MaxRequestBytes);
            case EtcdMessages.TooManyOperations:
                return new StoreError.TooLarge("operations", context.Operations, limits.MaxTxnOperations);
            case StoreClosed:
                return new StoreError.Unavailable(UnavailableReason.Closed, StoreClosed, outcomeUnknown);
            case EtcdMessages.TooManyRequests:
                return Unavailable(UnavailableReason.Overloaded, "its queue of requests is full; try again later");
            case EtcdMessages.NoSpace:
                return Unavailable(UnavailableReason.DiskFull, "its database is over its quota: compact, defragment, then disarm the alarm");
            case EtcdMessages.Corrupt:
                return Unavailable(UnavailableReason.Damaged, "it found its data corrupt: replace the damaged member, then disarm the alarm");
        }

        return status.StatusCode switch
        {
            StatusCode.InvalidArgument => new StoreError.Invalid(status.Detail),
            // gRPC's own limit, met before etcd's: a message longer than a server reads.
            StatusCode.ResourceExhausted when status.DebugException is null && context.RequestBytes > 0 =>
                new StoreError.TooLarge("request", context.RequestBytes, limits.MaxRequestBytes),
            StatusCode.PermissionDenied or StatusCode.Unauthenticated =>
                Unavailable(UnavailableReason.Unreachable, $"it refuses this client: {status.Detail}"),
            _ => new StoreError.Unavailable(UnavailableReason.Unreachable, $"etcd did not answer: {Describe(status)}", outcomeUnknown),
        };
    }

    public static string Describe(Status status) => status.DebugException switch
    {
        { InnerException: { } inner } e => $"{e.Message} {inner.Message}",
        { } e => e.Message,
        null => $"{status.StatusCode}: {status.Detail}",
    };

    private static StoreError.Unavailable Unavailable(UnavailableReason reason, string detail) => new(reason, $"etcd refused the request: {detail}");
}
