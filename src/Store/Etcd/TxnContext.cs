namespace Kybernet.Store.Etcd;

/// <summary>What of a transaction an error may be about.</summary>
internal static class TxnContext
{
    public static FailureContext Of(TxnRequest request)
    {
        var context = new FailureContext
        {
            Operations = Math.Max(request.Compares.Length, Math.Max(request.Success.Length, request.Failure.Length)),
        };
        foreach (var compare in request.Compares)
            context = context with { RequestBytes = context.RequestBytes + compare.Keys.Start.Length + compare.Keys.End.Length + compare.Value.Length };
        foreach (var operation in request.Success) context = Add(context, operation);
        foreach (var operation in request.Failure) context = Add(context, operation);
        return context;
    }

    private static FailureContext Add(FailureContext context, TxnOperation operation) => operation switch
    {
        TxnOperation.Put { Request: var put } => context with
        {
            RequestBytes = context.RequestBytes + put.Key.Length + put.Value.Length,
            Lease = context.Lease.IsNone ? put.Lease : context.Lease,
            Key = context.Key.IsEmpty && (put.IgnoreValue || put.IgnoreLease) ? put.Key : context.Key,
        },
        TxnOperation.Delete { Request: var delete } => context with
        {
            RequestBytes = context.RequestBytes + delete.Keys.Start.Length + delete.Keys.End.Length,
        },
        TxnOperation.Range { Request: var range } => context with
        {
            RequestBytes = context.RequestBytes + range.Keys.Start.Length + range.Keys.End.Length,
            Revision = context.Revision.IsNone ? range.Revision : context.Revision,
        },
        _ => context,
    };
}
