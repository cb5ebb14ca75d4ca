using Kybernet.Store.Mvcc;

namespace Kybernet.Store.Embedded;

/// <summary>A change waiting for the committer.</summary>
internal abstract class Pending
{
    public abstract int Size { get; }

    /// <summary>Does the change in the batch under way and keeps the result.</summary>
    public abstract void Run(Writes writes, LeaseWrites leases);

    /// <summary>Answers the caller with the result: the batch is durable.</summary>
    public abstract void Complete();

    /// <summary>Answers the caller with an error in place of the result.</summary>
    public abstract void Fail(StoreError error);
}
