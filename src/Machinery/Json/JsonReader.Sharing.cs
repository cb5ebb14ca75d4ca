namespace Kybernet.Machinery.Json;

public ref partial struct JsonReader
{
    private readonly RecordPool.Source Source => new(IsJson: true, IsStrict: _strict is not null, _maxDepth - _depth);

    /// <summary>
    /// The record made before of the bytes that come next, which are stepped over; null when there is none, and then the record
    /// read is to be handed to <see cref="Share"/>.
    /// </summary>
    /// <remarks>Strict reading shares records that were read strictly and had nothing to be found: findings are of each place.</remarks>
    internal T? FindShared<T>(out SharedKey key)
        where T : class
    {
        key = default;
        if (_records is null || Peek() is not ((byte)'{' or (byte)'[')) return null;
        var length = JsonExtent.Of(_data[_position..], RecordPool.LongestShared);
        if (!RecordPool.Shares(length)) return null;
        var bytes = _data.Slice(_position, length);
        key = new(_position, length, RecordPool.Hash(bytes));
        var found = _records.Find<T>(bytes, Source, key.Hash);
        if (found is not null) _position += length;
        return found;
    }

    /// <summary>Offers what was read after <see cref="FindShared"/> found nothing.</summary>
    internal readonly void Share(SharedKey key, object record)
    {
        if (key.Length == 0 || Failed || _strict is { IsEmpty: false } || _position != key.Start + key.Length) return;
        _records!.Offer(_data.Slice(key.Start, key.Length), Source, key.Hash, record);
    }

    /// <summary>Steps over so many bytes, which the caller knows to be a value.</summary>
    internal void Pass(int length) => _position += length;
}
