using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Protobuf;

public ref partial struct ProtoReader
{
    private readonly RecordPool.Source Source => new(IsJson: false, IsStrict: false, _maxDepth - _depth);

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

    /// <summary>
    /// The items made before of the run of fields that begins here, which is stepped over; null when there are none, and then the
    /// items read are to be handed to <see cref="ShareRun"/>.
    /// </summary>
    /// <param name="tag">The tag of the fields, which are length-delimited; that of the first has been read.</param>
    /// <param name="run">What was found of the run.</param>
    /// <remarks>Two fields of the same type may share items: equal bytes are equal items in whatever field they stand.</remarks>
    internal T? FindSharedRun<T>(uint tag, out SharedRun run)
        where T : class
    {
        var ahead = this;
        ahead.ReadSpan();
        var (count, end) = (1, ahead._position);
        if (!ahead.Failed)
        {
            while (ahead.NextField(out var next) && next == tag)
            {
                ahead.ReadSpan();
                if (ahead.Failed) break;
                count++;
                end = ahead._position;
            }
        }

        run = new(default, count, ahead.Failed ? _position : end);
        if (_records is null || !RecordPool.Shares(run.End - _position)) return null;
        var bytes = _data[_position..end];
        run = run with { Key = new(_position, bytes.Length, RecordPool.Hash(bytes)) };
        var found = _records.Find<T>(bytes, Source, run.Key.Hash);
        if (found is not null) _position = end;
        return found;
    }

    /// <summary>Steps over the next tag of a run; false at the run's end.</summary>
    internal bool NextOf(in SharedRun run) => _position < run.End && NextField(out _);

    /// <summary>Offers the items read of a run that <see cref="FindSharedRun"/> did not find.</summary>
    internal readonly void ShareRun(in SharedRun run, object? items)
    {
        if (run.Key.Length == 0 || Failed || _position != run.End || items is null) return;
        _records!.Offer(_data.Slice(run.Key.Start, run.Key.Length), Source, run.Key.Hash, items);
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
