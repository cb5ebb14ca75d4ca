namespace Kybernet.Store.Mvcc;

/// <summary>The leases. Only the writer touches it; asking about a lease goes through the writer too, so nothing is seen before it is durable.</summary>
/// <remarks>
/// Deadlines are kept on the monotonic clock. After a restart each lease has its whole time to live again, as after a
/// change of leader in etcd.
/// </remarks>
internal sealed class LeaseTable(TimeProvider time)
{
    private readonly Dictionary<long, Lease> _leases = [];

    // Entries may be stale: a lease kept alive or revoked since is found out when its entry comes up.
    private readonly PriorityQueue<Lease, long> _deadlines = new();

    public IReadOnlyCollection<Lease> All => _leases.Values;

    public Lease? Find(long id) => _leases.GetValueOrDefault(id);

    public void Add(Lease lease)
    {
        _leases.Add(lease.Id, lease);
        Renew(lease);
        _deadlines.Enqueue(lease, lease.Deadline);
    }

    public void Remove(Lease lease) => _leases.Remove(lease.Id);

    /// <summary>Takes back a removal.</summary>
    public void Restore(Lease lease)
    {
        _leases.Add(lease.Id, lease);
        _deadlines.Enqueue(lease, lease.Deadline);
    }

    public void Renew(Lease lease)
    {
        var now = time.GetTimestamp();
        // A time to live of centuries saturates instead of overflowing.
        var room = (long.MaxValue - now) / time.TimestampFrequency;
        lease.Deadline = lease.TtlSeconds >= room ? long.MaxValue : now + (lease.TtlSeconds * time.TimestampFrequency);
    }

    public bool IsExpired(Lease lease) => lease.Deadline <= time.GetTimestamp();

    public long RemainingSeconds(Lease lease) =>
        Math.Max(0, (lease.Deadline - time.GetTimestamp() + time.TimestampFrequency - 1) / time.TimestampFrequency);

    public void Attach(long id, KeyHistory key) => Find(id)?.Keys.Add(key);

    public void Detach(long id, KeyHistory key) => Find(id)?.Keys.Remove(key);

    /// <summary>A lease whose time is up, or null. It comes up again if it is not removed.</summary>
    public Lease? NextExpired()
    {
        while (NextDeadline() is { } due && due <= time.GetTimestamp()) return _deadlines.Peek();
        return null;
    }

    /// <summary>How long until a lease expires; null when there is none.</summary>
    public TimeSpan? UntilNextExpiry() =>
        NextDeadline() is not { } due || due == long.MaxValue ? null : time.GetElapsedTime(time.GetTimestamp(), due);

    private long? NextDeadline()
    {
        while (_deadlines.TryPeek(out var lease, out var due))
        {
            if (!ReferenceEquals(Find(lease.Id), lease)) _deadlines.Dequeue();
            else if (lease.Deadline != due) _deadlines.DequeueEnqueue(lease, lease.Deadline);
            else return due;
        }

        return null;
    }
}
