using System.Collections.Concurrent;
using Kybernet.Store.Mvcc;

namespace Kybernet.Store.Embedded;

/// <summary>Changes ready to be used again.</summary>
internal sealed class PendingPool<TWrite, T>
    where TWrite : struct, IWrite<T>
{
    private const int MostKept = 2048;

    private readonly ConcurrentQueue<PendingWrite<TWrite, T>> _free = new();

    public PendingWrite<TWrite, T> Rent() => _free.TryDequeue(out var write) ? write : new(this);

    public void Return(PendingWrite<TWrite, T> write)
    {
        if (_free.Count < MostKept) _free.Enqueue(write);
    }
}
