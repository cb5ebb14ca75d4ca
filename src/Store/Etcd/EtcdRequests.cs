using System.Collections.Immutable;
using Kybernet.Store.Protocol;
using Proto = Kybernet.Store.Protocol;

namespace Kybernet.Store.Etcd;

/// <summary>From the contract's requests to etcd's, and from etcd's answers to the contract's.</summary>
internal static class EtcdRequests
{
    public static Proto.RangeRequest ToWire(in RangeRequest request) => new()
    {
        Key = Wire.ToWire(request.Keys.Start),
        RangeEnd = Wire.ToWire(request.Keys.End),
        Revision = request.Revision.Value,
        Limit = request.Limit,
        CountOnly = request.CountOnly,
        KeysOnly = request.KeysOnly,
        Serializable = request.Serializable,
    };

    public static Proto.PutRequest ToWire(in PutRequest request) => new()
    {
        Key = Wire.ToWire(request.Key),
        Value = Wire.ToWire(request.Value),
        Lease = request.Lease.Value,
        PrevKv = request.ReturnPrevious,
        IgnoreValue = request.IgnoreValue,
        IgnoreLease = request.IgnoreLease,
    };

    public static Proto.DeleteRangeRequest ToWire(in DeleteRequest request) => new()
    {
        Key = Wire.ToWire(request.Keys.Start),
        RangeEnd = Wire.ToWire(request.Keys.End),
        PrevKv = request.ReturnPrevious,
    };

    public static Proto.TxnRequest ToWire(TxnRequest request)
    {
        var wire = new Proto.TxnRequest();
        foreach (var compare in request.Compares) wire.Compare.Add(ToWire(compare));
        foreach (var operation in request.Success) wire.Success.Add(ToWire(operation));
        foreach (var operation in request.Failure) wire.Failure.Add(ToWire(operation));
        return wire;
    }

    public static RangeResponse FromWire(Proto.RangeResponse answer) =>
        new(new(answer.Header?.Revision ?? 0), Wire.FromWire(answer.Kvs), answer.More, answer.Count);

    public static PutResponse FromWire(Proto.PutResponse answer, Revision revision) =>
        new(revision, answer.PrevKv is { } previous ? Wire.FromWire(previous) : null);

    public static DeleteResponse FromWire(Proto.DeleteRangeResponse answer, Revision revision) =>
        new(revision, answer.Deleted, Wire.FromWire(answer.PrevKvs));

    public static TxnResponse FromWire(Proto.TxnResponse answer)
    {
        var revision = new Revision(answer.Header.Revision);
        var outcomes = ImmutableArray.CreateBuilder<TxnOutcome>(answer.Responses.Count);
        foreach (var response in answer.Responses) outcomes.Add(FromWire(response, revision));
        return new(revision, answer.Succeeded, outcomes.MoveToImmutable());
    }

    private static TxnOutcome FromWire(ResponseOp response, Revision revision) => response.ResponseCase switch
    {
        ResponseOp.ResponseOneofCase.ResponsePut => new TxnOutcome.Put(FromWire(response.ResponsePut, revision)),
        ResponseOp.ResponseOneofCase.ResponseDeleteRange => new TxnOutcome.Delete(FromWire(response.ResponseDeleteRange, revision)),
        ResponseOp.ResponseOneofCase.ResponseRange => new TxnOutcome.Range(FromWire(response.ResponseRange)),
        var other => throw new InvalidDataException($"etcd answered a transaction with {other}, which was not asked for"),
    };

    private static Proto.Compare ToWire(Compare compare)
    {
        var wire = new Proto.Compare
        {
            Key = Wire.ToWire(compare.Keys.Start),
            RangeEnd = Wire.ToWire(compare.Keys.End),
            Result = compare.Relation switch
            {
                CompareRelation.Equal => Proto.Compare.Types.CompareResult.Equal,
                CompareRelation.Greater => Proto.Compare.Types.CompareResult.Greater,
                CompareRelation.Less => Proto.Compare.Types.CompareResult.Less,
                _ => Proto.Compare.Types.CompareResult.NotEqual,
            },
        };
        switch (compare.Target)
        {
            case CompareTarget.Version:
                wire.Target = Proto.Compare.Types.CompareTarget.Version;
                wire.Version = compare.Number;
                break;
            case CompareTarget.CreateRevision:
                wire.Target = Proto.Compare.Types.CompareTarget.Create;
                wire.CreateRevision = compare.Number;
                break;
            case CompareTarget.ModRevision:
                wire.Target = Proto.Compare.Types.CompareTarget.Mod;
                wire.ModRevision = compare.Number;
                break;
            case CompareTarget.Value:
                wire.Target = Proto.Compare.Types.CompareTarget.Value;
                wire.Value = Wire.ToWire(compare.Value);
                break;
            case CompareTarget.Lease:
                wire.Target = Proto.Compare.Types.CompareTarget.Lease;
                wire.Lease = compare.Number;
                break;
        }

        return wire;
    }

    private static RequestOp ToWire(TxnOperation operation) => operation switch
    {
        TxnOperation.Put put => new() { RequestPut = ToWire(put.Request) },
        TxnOperation.Delete delete => new() { RequestDeleteRange = ToWire(delete.Request) },
        TxnOperation.Range range => new() { RequestRange = ToWire(range.Request) },
        _ => throw new InvalidOperationException($"a transaction has no operation {operation.GetType().Name}"),
    };
}
