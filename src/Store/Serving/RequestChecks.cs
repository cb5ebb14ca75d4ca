using Google.Protobuf.Collections;
using Grpc.Core;
using Kybernet.Store.Protocol;
using Proto = Kybernet.Store.Protocol;

namespace Kybernet.Store.Serving;

/// <summary>What is wrong with a request before the store sees it, in etcd's order and words (etcdserver/api/v3rpc/key.go).</summary>
internal static class RequestChecks
{
    public static RpcException? Check(Proto.RangeRequest request)
    {
        if (request.Key.IsEmpty) return Invalid(EtcdMessages.EmptyKey);
        if (!Enum.IsDefined(request.SortOrder) || !Enum.IsDefined(request.SortTarget)) return Invalid(EtcdMessages.InvalidSortOption);
        return null;
    }

    public static RpcException? Check(Proto.PutRequest request)
    {
        if (request.Key.IsEmpty) return Invalid(EtcdMessages.EmptyKey);
        if (request.IgnoreValue && !request.Value.IsEmpty) return Invalid(EtcdMessages.ValueProvided);
        if (request.IgnoreLease && request.Lease != 0) return Invalid(EtcdMessages.LeaseProvided);
        return null;
    }

    public static RpcException? Check(DeleteRangeRequest request) => request.Key.IsEmpty ? Invalid(EtcdMessages.EmptyKey) : null;

    public static RpcException? Check(Proto.TxnRequest request, StoreLimits limits)
    {
        if (Math.Max(request.Compare.Count, Math.Max(request.Success.Count, request.Failure.Count)) > limits.MaxTxnOperations)
            return Invalid(EtcdMessages.TooManyOperations);
        foreach (var compare in request.Compare)
        {
            if (compare.Key.IsEmpty) return Invalid(EtcdMessages.EmptyKey);
        }

        return CheckBranch(request.Success) ?? CheckBranch(request.Failure) ?? CheckWrittenOnce(request.Success) ?? CheckWrittenOnce(request.Failure);
    }

    private static RpcException? CheckBranch(RepeatedField<RequestOp> branch)
    {
        foreach (var operation in branch)
        {
            var wrong = operation.RequestCase switch
            {
                RequestOp.RequestOneofCase.RequestRange => Check(operation.RequestRange),
                RequestOp.RequestOneofCase.RequestPut => Check(operation.RequestPut),
                RequestOp.RequestOneofCase.RequestDeleteRange => Check(operation.RequestDeleteRange),
                RequestOp.RequestOneofCase.RequestTxn =>
                    ServingErrors.Of(StatusCode.Unimplemented, "this store does not support a transaction inside a transaction"),
                // etcd's answer to an operation that is none.
                _ => Invalid(EtcdMessages.KeyNotFound),
            };
            if (wrong is not null) return wrong;
        }

        return null;
    }

    /// <summary>A key may be put once in a branch, and not be deleted by the same branch.</summary>
    private static RpcException? CheckWrittenOnce(RepeatedField<RequestOp> branch)
    {
        if (branch.Count < 2) return null;
        var put = new HashSet<Google.Protobuf.ByteString>();
        foreach (var operation in branch)
        {
            if (operation.RequestCase == RequestOp.RequestOneofCase.RequestPut && !put.Add(operation.RequestPut.Key))
                return Invalid(EtcdMessages.DuplicateKey);
        }

        foreach (var operation in branch)
        {
            if (operation.RequestCase != RequestOp.RequestOneofCase.RequestDeleteRange) continue;
            var deleted = WireRequests.KeysOf(operation.RequestDeleteRange.Key, operation.RequestDeleteRange.RangeEnd);
            if (put.Any(key => deleted.Contains(key.Span))) return Invalid(EtcdMessages.DuplicateKey);
        }

        return null;
    }

    private static RpcException Invalid(string detail) => ServingErrors.Of(StatusCode.InvalidArgument, detail);
}
