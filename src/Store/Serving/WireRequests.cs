using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Kybernet.Store.Protocol;
using Proto = Kybernet.Store.Protocol;

namespace Kybernet.Store.Serving;

/// <summary>From etcd's requests, already checked, to the contract's.</summary>
internal static class WireRequests
{
    public static KeyRange KeysOf(ByteString key, ByteString rangeEnd) => new(Wire.FromWire(key), Wire.FromWire(rangeEnd));

    public static RangeRequest FromWire(Proto.RangeRequest request)
    {
        var shaped = RangeShape.IsNeeded(request);
        return new(KeysOf(request.Key, request.RangeEnd))
        {
            // A revision of 0 or less is the current one (mvcc/kvstore_txn.go: rangeKeys).
            Revision = new(Math.Max(request.Revision, 0)),
            Limit = shaped ? 0 : request.Limit,
            CountOnly = request.CountOnly,
            // Order by value needs the values; they are taken out afterwards.
            KeysOnly = request.KeysOnly && request.SortTarget != Proto.RangeRequest.Types.SortTarget.Value,
            Serializable = request.Serializable,
        };
    }

    public static PutRequest FromWire(Proto.PutRequest request) => new(Wire.FromWire(request.Key), Wire.FromWire(request.Value))
    {
        Lease = new(request.Lease),
        ReturnPrevious = request.PrevKv,
        IgnoreValue = request.IgnoreValue,
        IgnoreLease = request.IgnoreLease,
    };

    public static DeleteRequest FromWire(DeleteRangeRequest request) => new(KeysOf(request.Key, request.RangeEnd)) { ReturnPrevious = request.PrevKv };

    public static TxnRequest FromWire(Proto.TxnRequest request)
    {
        var compares = ImmutableArray.CreateBuilder<Compare>(request.Compare.Count);
        foreach (var compare in request.Compare) compares.Add(FromWire(compare));
        return new(compares.MoveToImmutable(), FromWire(request.Success), FromWire(request.Failure));
    }

    private static ImmutableArray<TxnOperation> FromWire(RepeatedField<RequestOp> branch)
    {
        var operations = ImmutableArray.CreateBuilder<TxnOperation>(branch.Count);
        foreach (var operation in branch)
        {
            operations.Add(operation.RequestCase switch
            {
                RequestOp.RequestOneofCase.RequestPut => new TxnOperation.Put(FromWire(operation.RequestPut)),
                RequestOp.RequestOneofCase.RequestDeleteRange => new TxnOperation.Delete(FromWire(operation.RequestDeleteRange)),
                RequestOp.RequestOneofCase.RequestRange => new TxnOperation.Range(FromWire(operation.RequestRange)),
                var other => throw new InvalidOperationException($"operation {other} was not checked"),
            });
        }

        return operations.MoveToImmutable();
    }

    private static Compare FromWire(Proto.Compare compare)
    {
        var relation = compare.Result switch
        {
            Proto.Compare.Types.CompareResult.Greater => CompareRelation.Greater,
            Proto.Compare.Types.CompareResult.Less => CompareRelation.Less,
            Proto.Compare.Types.CompareResult.NotEqual => CompareRelation.NotEqual,
            _ => CompareRelation.Equal,
        };
        var keys = KeysOf(compare.Key, compare.RangeEnd);
        // An operand of another kind than the target reads as zero or empty, as it does in etcd.
        return compare.Target switch
        {
            Proto.Compare.Types.CompareTarget.Create => new(keys, CompareTarget.CreateRevision, relation) { Number = compare.CreateRevision },
            Proto.Compare.Types.CompareTarget.Mod => new(keys, CompareTarget.ModRevision, relation) { Number = compare.ModRevision },
            Proto.Compare.Types.CompareTarget.Value => new(keys, CompareTarget.Value, relation) { Value = Wire.FromWire(compare.Value) },
            Proto.Compare.Types.CompareTarget.Lease => new(keys, CompareTarget.Lease, relation) { Number = compare.Lease },
            _ => new(keys, CompareTarget.Version, relation) { Number = compare.Version },
        };
    }
}
