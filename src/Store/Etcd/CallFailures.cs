using Grpc.Core;
using Kybernet.Store.Protocol;

namespace Kybernet.Store.Etcd;

/// <summary>Sorts failed calls by what may be done about them.</summary>
/// <remarks>
/// As etcd's own client does (clientv3/retry.go): reads are repeated while a member is unavailable, writes only when there was
/// no connection to send them over. One case more is certain: a request that demands a leader is turned away before it is looked
/// at when the member knows none.
/// </remarks>
internal static class CallFailures
{
    public static CallFailure Classify(RpcException failure)
    {
        var status = failure.Status;
        if (status.DebugException is { } cause) return NeverSent(cause) ? CallFailure.NotExecuted : CallFailure.Unknown;
        switch (status.StatusCode)
        {
            case StatusCode.Unavailable:
                return status.Detail == EtcdMessages.NoLeader ? CallFailure.NotExecuted : CallFailure.Unknown;
            case StatusCode.FailedPrecondition when status.Detail == EtcdMessages.NotSupportedForLearner:
                return CallFailure.NotExecuted;
            case StatusCode.DeadlineExceeded or StatusCode.Cancelled or StatusCode.Internal or StatusCode.Unknown:
                return CallFailure.Unknown;
            default:
                return CallFailure.Answered;
        }
    }

    /// <summary>The connection was never made, so nothing went over it.</summary>
    private static bool NeverSent(Exception cause) => cause is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError,
    };
}
