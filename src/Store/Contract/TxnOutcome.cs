namespace Kybernet.Store;

/// <summary>What one operation of a transaction came to.</summary>
public abstract record TxnOutcome
{
    private TxnOutcome()
    {
    }

    public sealed record Put(PutResponse Response) : TxnOutcome;

    public sealed record Delete(DeleteResponse Response) : TxnOutcome;

    public sealed record Range(RangeResponse Response) : TxnOutcome;
}
