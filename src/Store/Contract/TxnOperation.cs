namespace Kybernet.Store;

/// <summary>One operation of a transaction. It sees what the operations before it did.</summary>
public abstract record TxnOperation
{
    private TxnOperation()
    {
    }

    public sealed record Put(PutRequest Request) : TxnOperation;

    public sealed record Delete(DeleteRequest Request) : TxnOperation;

    public sealed record Range(RangeRequest Request) : TxnOperation;
}
