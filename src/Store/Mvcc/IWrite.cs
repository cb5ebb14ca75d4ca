namespace Kybernet.Store.Mvcc;

/// <summary>A change, or a question that must be answered in order with changes: run on the writer, answered when its batch is durable.</summary>
internal interface IWrite<T>
{
    /// <summary>About how many bytes it adds: what bounds a batch and the queue.</summary>
    int Size { get; }

    StoreResult<T> Run(Writes writes, LeaseWrites leases);
}
