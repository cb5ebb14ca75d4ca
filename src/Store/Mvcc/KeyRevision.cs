using Kybernet.Base;

namespace Kybernet.Store.Mvcc;

/// <summary>One key at one revision: a put, or a tombstone.</summary>
internal sealed class KeyRevision
{
    private KeyRevision? _previous;
    private byte[]? _value;

    public required KeyHistory History { get; init; }

    public required long ModRevision { get; init; }

    /// <summary>0 for a tombstone.</summary>
    public required long CreateRevision { get; init; }

    /// <summary>0 for a tombstone.</summary>
    public required long Version { get; init; }

    public required long Lease { get; init; }

    /// <summary>The place in the sequence of all events ever: the row of the event and of its value in the file.</summary>
    public required long Sequence { get; init; }

    public required int ValueLength { get; init; }

    public required uint ValueChecksum { get; init; }

    /// <summary>How many events of the same transaction follow this one; 0 for the last.</summary>
    public int Following { get; set; }

    public bool IsTombstone => Version == 0;

    /// <summary>The revision of the key before this one, unless there was none or it is compacted.</summary>
    public KeyRevision? Previous
    {
        get => Volatile.Read(ref _previous);
        set => Volatile.Write(ref _previous, value);
    }

    /// <summary>The value when it is in memory, else null. Of a tombstone, null.</summary>
    public byte[]? Value
    {
        get => Volatile.Read(ref _value);
        init => _value = value;
    }

    /// <summary>Puts a value that was read from the file into memory; false when another reader was first.</summary>
    public bool TryRemember(byte[] value) => Interlocked.CompareExchange(ref _value, value, null) is null;

    /// <summary>Drops the value from memory; false when it was not there.</summary>
    public bool TryForget() => Interlocked.Exchange(ref _value, null) is not null;

    /// <summary>The key as a caller sees it; for a tombstone the key and the revision of its deletion.</summary>
    public KeyValue ToKeyValue(Bytes value) =>
        new(History.Key, value, new(CreateRevision), new(ModRevision), Version, new(Lease));
}
