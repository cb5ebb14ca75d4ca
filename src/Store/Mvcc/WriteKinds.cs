using System.Collections.Immutable;

namespace Kybernet.Store.Mvcc;

internal readonly struct PutWrite(PutRequest request) : IWrite<PutResponse>
{
    public int Size => request.Key.Length + request.Value.Length;

    public StoreResult<PutResponse> Run(Writes writes, LeaseWrites leases) => writes.Put(request);
}

internal readonly struct DeleteWrite(DeleteRequest request) : IWrite<DeleteResponse>
{
    public int Size => 0;

    public StoreResult<DeleteResponse> Run(Writes writes, LeaseWrites leases) => writes.Delete(request);
}

internal readonly struct TxnWrite(TxnRequest request, int size) : IWrite<TxnResponse>
{
    public int Size => size;

    public StoreResult<TxnResponse> Run(Writes writes, LeaseWrites leases) => writes.Txn(request);
}

internal readonly struct CompactWrite(Revision revision) : IWrite<Revision>
{
    public int Size => 0;

    public StoreResult<Revision> Run(Writes writes, LeaseWrites leases) => writes.Compact(revision);
}

internal readonly struct GrantWrite(LeaseId id, long ttlSeconds) : IWrite<LeaseGrant>
{
    public int Size => 0;

    public StoreResult<LeaseGrant> Run(Writes writes, LeaseWrites leases) => leases.Grant(id, ttlSeconds);
}

internal readonly struct RevokeWrite(LeaseId id) : IWrite<Revision>
{
    public int Size => 0;

    public StoreResult<Revision> Run(Writes writes, LeaseWrites leases) => leases.Revoke(id);
}

internal readonly struct KeepAliveWrite(LeaseId id) : IWrite<LeaseGrant>
{
    public int Size => 0;

    public StoreResult<LeaseGrant> Run(Writes writes, LeaseWrites leases) => leases.KeepAlive(id);
}

internal readonly struct GetLeaseQuestion(LeaseId id, bool withKeys) : IWrite<LeaseStatus>
{
    public int Size => 0;

    public StoreResult<LeaseStatus> Run(Writes writes, LeaseWrites leases) => leases.Get(id, withKeys);
}

internal readonly struct ListLeasesQuestion : IWrite<ImmutableArray<LeaseId>>
{
    public int Size => 0;

    public StoreResult<ImmutableArray<LeaseId>> Run(Writes writes, LeaseWrites leases) => leases.List();
}

internal readonly struct ExpireWrite : IWrite<int>
{
    public int Size => 0;

    public StoreResult<int> Run(Writes writes, LeaseWrites leases) => leases.Expire();
}
