using System.Collections.Immutable;
using Kybernet.Base;

namespace Kybernet.Store.Mvcc;

/// <summary>What is wrong with a request whatever the state: sizes, empty keys, keys written twice.</summary>
internal static class TxnChecks
{
    public static StoreError? Check(in RangeRequest request) =>
        request.Keys.Start.IsEmpty ? new StoreError.Invalid("a range needs a key to start at; for all keys use the key of one zero byte") : null;

    public static StoreError? Check(in DeleteRequest request) =>
        request.Keys.Start.IsEmpty ? new StoreError.Invalid("a deletion needs a key to start at; for all keys use the key of one zero byte") : null;

    public static StoreError? Check(in PutRequest request, StoreLimits limits)
    {
        if (request.Key.IsEmpty) return new StoreError.Invalid("a put needs a key");
        if (request.IgnoreValue && !request.Value.IsEmpty) return new StoreError.Invalid("a put that keeps the value must not bring one");
        if (request.IgnoreLease && !request.Lease.IsNone) return new StoreError.Invalid("a put that keeps the lease must not bring one");
        var bytes = request.Key.Length + (long)request.Value.Length;
        return bytes > limits.MaxRequestBytes ? new StoreError.TooLarge("request", bytes, limits.MaxRequestBytes) : null;
    }

    public static StoreError? CheckShape(TxnRequest request, StoreLimits limits)
    {
        var most = Math.Max(request.Compares.Length, Math.Max(request.Success.Length, request.Failure.Length));
        if (most > limits.MaxTxnOperations) return new StoreError.TooLarge("operations", most, limits.MaxTxnOperations);
        foreach (var compare in request.Compares)
            if (compare.Keys.Start.IsEmpty)
                return new StoreError.Invalid("a condition needs a key");
        var bytes = SizeOf(request);
        if (bytes > limits.MaxRequestBytes) return new StoreError.TooLarge("request", bytes, limits.MaxRequestBytes);
        return CheckBranch(request.Success, limits) ?? CheckBranch(request.Failure, limits);
    }

    public static long SizeOf(TxnRequest request)
    {
        var bytes = 0L;
        foreach (var compare in request.Compares) bytes += compare.Keys.Start.Length + compare.Keys.End.Length + compare.Value.Length;
        return bytes + SizeOf(request.Success) + SizeOf(request.Failure);
    }

    private static long SizeOf(ImmutableArray<TxnOperation> branch)
    {
        var bytes = 0L;
        foreach (var operation in branch)
        {
            if (operation is TxnOperation.Put put) bytes += put.Request.Key.Length + put.Request.Value.Length;
        }

        return bytes;
    }

    private static StoreError? CheckBranch(ImmutableArray<TxnOperation> branch, StoreLimits limits)
    {
        for (var i = 0; i < branch.Length; i++)
        {
            var error = branch[i] switch
            {
                TxnOperation.Put put => Check(put.Request, limits) ?? CheckWrittenOnce(branch, i, put.Request.Key),
                TxnOperation.Delete delete => Check(delete.Request),
                TxnOperation.Range range => Check(range.Request),
                _ => null,
            };
            if (error is not null) return error;
        }

        return null;
    }

    /// <summary>A put's key must not be put or deleted by another operation of the branch; branches are short, so each is compared with each.</summary>
    private static StoreError.Invalid? CheckWrittenOnce(ImmutableArray<TxnOperation> branch, int index, Bytes key)
    {
        for (var i = 0; i < branch.Length; i++)
        {
            var twice = i != index && branch[i] switch
            {
                TxnOperation.Put other => other.Request.Key == key,
                TxnOperation.Delete delete => delete.Request.Keys.Contains(key.Span),
                _ => false,
            };
            if (twice) return new StoreError.Invalid($"key '{key}' is written twice in one transaction");
        }

        return null;
    }
}
