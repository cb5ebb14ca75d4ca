using Kybernet.Store.Mvcc;

namespace Kybernet.Store.Embedded;

/// <summary>Some events as they were read from the file: checked, but nothing made of them yet.</summary>
internal sealed class EventChunk
{
    // Under the 85 KB from which the runtime keeps arrays apart.
    private const int Bytes = 64 * 1024;

    private byte[] _records = new byte[Bytes];
    private readonly List<Entry> _entries = new(1024);
    private int _used;

    /// <summary>What is wrong with the event after the last one here; null when nothing is.</summary>
    public string? Damage { get; set; }

    /// <summary>Takes an event if there is room for it.</summary>
    public bool TryAdd(long sequence, ReadOnlySpan<byte> record)
    {
        if (_used > 0 && _used + record.Length > Bytes) return false;
        // A record longer than that is alone in its chunk.
        if (record.Length > _records.Length) _records = new byte[record.Length];
        record.CopyTo(_records.AsSpan(_used));
        _entries.Add(new(sequence, _used, record.Length, KeyTable.HashOf(record[EventCodec.HeaderBytes..])));
        _used += record.Length;
        return true;
    }

    /// <summary>Makes it empty, to be used again.</summary>
    public EventChunk Clear()
    {
        _entries.Clear();
        _used = 0;
        return this;
    }

    /// <summary>Hands the events on; returns what is wrong with one of them, or null.</summary>
    public string? AddTo(StateLoader loader)
    {
        foreach (var (sequence, start, length, hash) in _entries)
            if (loader.AddIntact(sequence, _records.AsSpan(start, length), hash) is { } wrong)
                return wrong;
        return Damage;
    }

    private readonly record struct Entry(long Sequence, int Start, int Length, uint Hash);
}
