using System.Runtime.InteropServices;

namespace Kybernet.Store.Mvcc;

/// <summary>What each change means: checks it whole, then does it in the batch under way. Runs on the writer.</summary>
internal sealed class Writes(MvccState state, StoreLimits limits)
{
    public MvccState State => state;

    public StoreLimits Limits => limits;

    public StoreResult<PutResponse> Put(in PutRequest request)
    {
        state.BeginTxn();
        if (CheckPut(request) is { } refused) return refused;
        var result = Apply(request);
        if (!result.IsOk) state.AbortTxn();
        else state.EndTxn();
        return result;
    }

    public StoreResult<DeleteResponse> Delete(in DeleteRequest request)
    {
        state.BeginTxn();
        var result = Apply(request);
        if (!result.IsOk) state.AbortTxn();
        else state.EndTxn();
        return result;
    }

    public StoreResult<TxnResponse> Txn(TxnRequest request)
    {
        state.BeginTxn();
        if (TxnChecks.CheckShape(request, limits) is { } malformed) return malformed;
        var succeeded = true;
        foreach (var compare in request.Compares)
        {
            if (Comparer.Holds(state, compare, out var holds) is { } unreadable) return unreadable;
            if (holds) continue;
            succeeded = false;
            break;
        }

        var branch = succeeded ? request.Success : request.Failure;
        foreach (var operation in branch)
            if (CheckOperation(operation) is { } refused)
                return refused;
        var outcomes = branch.IsEmpty ? [] : new TxnOutcome[branch.Length];
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (Apply(branch[i], out outcomes[i]) is not { } error) continue;
            state.AbortTxn();
            return error;
        }

        return new TxnResponse(new(state.EndTxn()), succeeded, ImmutableCollectionsMarshal.AsImmutableArray(outcomes));
    }

    public StoreResult<Revision> Compact(Revision revision)
    {
        state.BeginTxn();
        if (revision.Value <= state.PendingCompacted) return new StoreError.Compacted(new(state.PendingCompacted));
        if (revision.Value > state.Revision) return new StoreError.FutureRevision(revision, new(state.Revision));
        state.Batch.Compacted = revision.Value;
        return new Revision(state.Revision);
    }

    private StoreError? CheckOperation(TxnOperation operation) => operation switch
    {
        TxnOperation.Put put => CheckPut(put.Request),
        // Only what the transaction has not changed yet: a range inside may be at the revision it is about to make only as "current".
        TxnOperation.Range { Request: { Revision.IsNone: false } range } =>
            RangeReader.CheckRevision(range.Revision.Value, state.Revision, state.PendingCompacted),
        _ => null,
    };

    private StoreError? CheckPut(in PutRequest request)
    {
        if (!request.Lease.IsNone && state.Leases.Find(request.Lease.Value) is null) return new StoreError.LeaseNotFound(request.Lease);
        if ((request.IgnoreValue || request.IgnoreLease) && state.FindLive(request.Key.Span) is null) return new StoreError.KeyNotFound(request.Key);
        return null;
    }

    private StoreError? Apply(TxnOperation operation, out TxnOutcome outcome)
    {
        outcome = null!;
        switch (operation)
        {
            case TxnOperation.Put put:
                if (!Apply(put.Request).TryGet(out var putResponse, out var putError)) return putError;
                outcome = new TxnOutcome.Put(putResponse);
                return null;
            case TxnOperation.Delete delete:
                if (!Apply(delete.Request).TryGet(out var deleteResponse, out var deleteError)) return deleteError;
                outcome = new TxnOutcome.Delete(deleteResponse);
                return null;
            case TxnOperation.Range range:
                if (!RangeReader.ReadPending(state, range.Request).TryGet(out var rangeResponse, out var rangeError)) return rangeError;
                outcome = new TxnOutcome.Range(rangeResponse);
                return null;
            default:
                throw new InvalidOperationException($"unknown operation {operation}");
        }
    }

    private StoreResult<PutResponse> Apply(in PutRequest request)
    {
        KeyValue? previous = null;
        var value = request.Value;
        var lease = request.Lease.Value;
        if (request.ReturnPrevious || request.IgnoreValue || request.IgnoreLease)
        {
            if (state.FindLive(request.Key.Span) is { } before)
            {
                if (state.Values.TryGet(before, out var held) is { } error) return error;
                if (request.ReturnPrevious) previous = before.ToKeyValue(held);
                if (request.IgnoreValue) value = held;
                if (request.IgnoreLease) lease = before.Lease;
            }
        }

        var bytes = value.AsArray();
        state.Put(request.Key, bytes, Checksum.Of(bytes), lease);
        return new PutResponse(new(state.TxnRevision), previous);
    }

    private StoreResult<DeleteResponse> Apply(in DeleteRequest request)
    {
        // Every node of the batch is reached at the transaction's own revision.
        var collector = new KeyCollector(state.TxnRevision, long.MaxValue);
        KeyTree.Visit(state.PendingRoot, request.Keys, ref collector);
        if (collector.Nodes is not { } nodes) return new DeleteResponse(new(state.ReachedRevision), 0, []);
        var previous = request.ReturnPrevious ? new KeyValue[nodes.Count] : [];
        for (var i = 0; i < previous.Length; i++)
        {
            if (state.Values.TryGet(nodes[i], out var value) is { } error) return error;
            previous[i] = nodes[i].ToKeyValue(value);
        }

        foreach (var node in nodes) state.Delete(node.History);
        return new DeleteResponse(new(state.TxnRevision), nodes.Count, ImmutableCollectionsMarshal.AsImmutableArray(previous));
    }
}
