using Kybernet.Store.Mvcc;

namespace Kybernet.Store.Embedded;

/// <summary>Has the file shrunk by the thread that writes it.</summary>
internal readonly struct ShrinkWrite(IStoreFile file) : IWrite<bool>
{
    public int Size => 0;

    public StoreResult<bool> Run(Writes writes, LeaseWrites leases) => file.Shrink() is { } error ? error : true;
}
