using Grpc.Core;
using Kybernet.Store.Protocol;

namespace Kybernet.Store.Serving;

/// <summary>From the contract's errors to etcd's: clients know them by code and text.</summary>
internal static class ServingErrors
{
    public static RpcException ToRpc(StoreError error) => error switch
    {
        StoreError.Compacted => Of(StatusCode.OutOfRange, EtcdMessages.Compacted),
        StoreError.FutureRevision => Of(StatusCode.OutOfRange, EtcdMessages.FutureRevision),
        StoreError.LeaseNotFound => Of(StatusCode.NotFound, EtcdMessages.LeaseNotFound),
        StoreError.LeaseExists => Of(StatusCode.FailedPrecondition, EtcdMessages.LeaseExists),
        StoreError.KeyNotFound => Of(StatusCode.InvalidArgument, EtcdMessages.KeyNotFound),
        StoreError.TooLarge { What: "operations" } => Of(StatusCode.InvalidArgument, EtcdMessages.TooManyOperations),
        StoreError.TooLarge => Of(StatusCode.InvalidArgument, EtcdMessages.RequestTooLarge),
        StoreError.Unavailable unavailable => ToRpc(unavailable),
        _ => Of(StatusCode.InvalidArgument, error.Message),
    };

    public static RpcException Of(StatusCode code, string detail) => new(new Status(code, detail));

    private static RpcException ToRpc(StoreError.Unavailable error) => error.Reason switch
    {
        UnavailableReason.DiskFull => Of(StatusCode.ResourceExhausted, EtcdMessages.NoSpace),
        UnavailableReason.Damaged => Of(StatusCode.DataLoss, EtcdMessages.Corrupt),
        UnavailableReason.Overloaded => Of(StatusCode.ResourceExhausted, EtcdMessages.TooManyRequests),
        UnavailableReason.Closed => Of(StatusCode.Unavailable, EtcdMessages.Stopped),
        UnavailableReason.Unreachable => Of(StatusCode.Unavailable, error.OutcomeUnknown ? EtcdMessages.TimedOut : EtcdMessages.NoLeader),
        // etcd has no words for these: its process ends when its disk fails.
        _ => Of(StatusCode.Unavailable, $"etcdserver: {error.Detail}"),
    };
}
