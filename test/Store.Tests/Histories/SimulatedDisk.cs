using Kybernet.Store.Mvcc;

namespace Kybernet.Store.Tests.Histories;

/// <summary>A disk in memory that fails when it is told to. What is written survives a crash of the store; what a failed write left behind may.</summary>
internal sealed class SimulatedDisk : IStoreFile
{
    private readonly SortedDictionary<long, byte[]> _events = [];
    private readonly Dictionary<long, byte[]> _values = [];
    private readonly Dictionary<long, long> _leases = [];
    private long _compacted;
    private Action? _leftBehind;

    public string Name => "simulated";

    public string Version => "0";

    /// <summary>Asked before each write: what goes wrong with it, if anything.</summary>
    public Func<StoreError.Unavailable?> Fault { get; set; } = () => null;

    /// <summary>A write whose outcome is unknown is on the disk after a crash.</summary>
    public Func<bool> KeepsWhatFailed { get; set; } = () => false;

    /// <summary>Writes that say they are durable and are not, until the next one: for disks that lie.</summary>
    public bool Lies { get; set; }

    /// <summary>Called between a batch's being run and its being durable.</summary>
    public Action Writing { get; set; } = () => { };

    public int Writes { get; private set; }

    /// <summary>The power goes: what a failed or lied-about write left behind is there or not, for good.</summary>
    public void Crash()
    {
        if (!Lies && KeepsWhatFailed()) _leftBehind?.Invoke();
        _leftBehind = null;
    }

    public StoreError.Unavailable? Load(StateLoader loader)
    {
        loader.Compacted = _compacted;
        loader.Leases.AddRange(_leases.Select(lease => (lease.Key, lease.Value)));
        foreach (var (sequence, record) in _events)
            if (loader.Add(sequence, record) is { } wrong)
                return new(UnavailableReason.Damaged, wrong);
        return loader.Finish() is { } incomplete ? new(UnavailableReason.Damaged, incomplete) : null;
    }

    public StoreError.Unavailable? Write(CommitBatch batch)
    {
        Writing();
        Writes++;
        if (Lies) _leftBehind?.Invoke();
        _leftBehind = null;
        var fault = Fault();
        if (fault is null && !Lies)
        {
            Apply(batch);
            return null;
        }

        if (fault is null or { OutcomeUnknown: true }) _leftBehind = Later(batch);
        return fault;
    }

    public StoreError.Unavailable? ReadValue(long sequence, out byte[]? value)
    {
        lock (_values) value = _values.GetValueOrDefault(sequence);
        return null;
    }

    public bool Tidy(bool longCalm) => false;

    public StoreError.Unavailable? Shrink() => null;

    public (long Bytes, long InUse) Size() => (0, 0);

    public void Dispose()
    {
    }

    private Action Later(CommitBatch batch)
    {
        var copy = new CommitBatch { Compacted = batch.Compacted };
        copy.Events.AddRange(batch.Events);
        copy.Granted.AddRange(batch.Granted);
        copy.Revoked.AddRange(batch.Revoked);
        copy.Dead.AddRange(batch.Dead);
        return () => Apply(copy);
    }

    private void Apply(CommitBatch batch)
    {
        foreach (var node in batch.Events)
        {
            var record = new byte[EventCodec.SizeOf(node)];
            EventCodec.Write(node, record);
            _events.Add(node.Sequence, record);
            if (!node.IsTombstone)
                lock (_values)
                    _values.Add(node.Sequence, node.Value!);
        }

        foreach (var lease in batch.Granted) _leases[lease.Id] = lease.TtlSeconds;
        foreach (var lease in batch.Revoked) _leases.Remove(lease.Id);
        _compacted = Math.Max(_compacted, batch.Compacted);
        foreach (var range in batch.Dead)
        {
            for (var sequence = range.First; sequence <= range.Last; sequence++)
            {
                _events.Remove(sequence);
                lock (_values) _values.Remove(sequence);
            }
        }
    }
}
