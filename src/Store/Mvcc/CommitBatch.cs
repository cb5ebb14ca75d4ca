namespace Kybernet.Store.Mvcc;

/// <summary>What one durable write holds: the changes of many transactions, all or none.</summary>
internal sealed class CommitBatch
{
    public List<KeyRevision> Events { get; } = [];

    public List<Lease> Granted { get; } = [];

    public List<Lease> Revoked { get; } = [];

    /// <summary>The revision compacted to, or 0.</summary>
    public long Compacted { get; set; }

    /// <summary>Sequences whose rows are of no more use.</summary>
    public List<SequenceRange> Dead { get; } = [];

    /// <summary>True when nothing in it was asked for by a caller.</summary>
    public bool IsEmpty => Events.Count == 0 && Granted.Count == 0 && Revoked.Count == 0 && Compacted == 0;

    public void Clear()
    {
        Events.Clear();
        Granted.Clear();
        Revoked.Clear();
        Dead.Clear();
        Compacted = 0;
    }
}
