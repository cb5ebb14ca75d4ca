using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Protobuf;

public ref partial struct ProtoReader
{
    private readonly RecordPool.Source Source => new(IsJson: false, _maxDepth - _depth);

    /// <summary>
    /// The record made before of the length-delimited bytes that come next, which are stepped over; null when there is none, and
    /// then the record read is to be handed to <see cref="Share"/>.
    /// </summary>
    internal T? FindShared<T>(out SharedKey key)
        where T : class
    {
        key = default;
        if (_records is null) return null;
        var start = _position;
        var bytes = ReadSpan();
        if (Failed) return null;
        if (RecordPool.Shares(bytes.Length))
        {
            key = new(start, _position - start, RecordPool.Hash(bytes));
            if (_records.Find<T>(bytes, Source, key.Hash) is { } found) return found;
        }

        _position = start;
        return null;
    }

    /// <summary>Offers what was read after <see cref="FindShared"/> found nothing.</summary>
    internal readonly void Share(SharedKey key, object record)
    {
        if (key.Length == 0 || Failed) return;
        var again = this;
        again._position = key.Start;
        _records!.Offer(again.ReadSpan(), Source, key.Hash, record);
    }

    /// <summary>Bytes that repeat across objects.</summary>
    public byte[] ReadSharedBytes()
    {
        if (FindShared<byte[]>(out var key) is { } found) return found;
        var made = ReadBytes();
        Share(key, made);
        return made;
    }
}
