using System.Buffers.Binary;
using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Protobuf;

/// <summary>
/// A forward reader of one protobuf message, made for the generated record readers. Like <see cref="JsonReader"/> it ends
/// at the first fault and never throws on bad input.
/// </summary>
public ref partial struct ProtoReader
{
    private readonly ReadOnlySpan<byte> _data;
    private readonly StringPool? _pool;
    private readonly RecordPool? _records;
    private readonly int _maxDepth;
    private int _position;
    private int _end;
    private int _depth;

    public ProtoReader(ReadOnlySpan<byte> data, DecodeOptions options)
    {
        _data = data;
        _end = data.Length;
        _pool = options.Pool;
        _records = options.Records;
        _maxDepth = options.MaxDepth;
        if (data.Length > options.MaxBytes) Fail($"the message has {data.Length} bytes, the limit is {options.MaxBytes}");
    }

    /// <summary>The first fault met, in upstream's words; null while all is well.</summary>
    public string? Fault { get; private set; }

    /// <summary>Where the fault was noticed.</summary>
    public int FaultOffset { get; private set; }

    public readonly bool Failed => Fault is not null;

    public readonly bool AtEnd => _position >= _end;

    /// <summary>Reads the next tag; false at the end of the message or on a fault.</summary>
    public bool NextField(out uint tag)
    {
        if (_position >= _end)
        {
            tag = 0;
            return false;
        }

        var value = ReadVarint();
        tag = (uint)value;
        if (!Failed && value <= uint.MaxValue && (value >> 3) != 0 && (value & 7) != 4) return true;
        if (!Failed)
        {
            Fail((value & 7) == 4
                ? "proto: wiretype end group for non-group"
                : $"proto: illegal tag {(int)(value >> 3)} (wire type {(int)value})");
        }

        return false;
    }

    /// <summary>Enters a nested message; answers the end of the outer one, to be handed to <see cref="EndMessage"/>.</summary>
    public int BeginMessage()
    {
        var outer = _end;
        var length = ReadLength();
        if (++_depth > _maxDepth) Fail($"proto: exceeded max depth {_maxDepth}");
        if (!Failed) _end = _position + length;
        return outer;
    }

    public void EndMessage(int outer)
    {
        _depth--;
        if (Failed) return;
        _position = _end;
        _end = outer;
    }

    public ulong ReadVarint()
    {
        var data = _data;
        var position = _position;
        if (position < _end && data[position] < 0x80)
        {
            _position = position + 1;
            return data[position];
        }

        ulong result = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (position >= _end)
            {
                Fail("unexpected EOF");
                return 0;
            }

            var next = data[position++];
            if (shift == 63 && next > 1) break;
            result |= (ulong)(next & 0x7F) << shift;
            if (next >= 0x80) continue;
            _position = position;
            return result;
        }

        Fail("proto: integer overflow");
        return 0;
    }

    public int ReadInt32() => (int)ReadVarint();

    public long ReadInt64() => (long)ReadVarint();

    public bool ReadBool() => ReadVarint() != 0;

    public double ReadDouble()
    {
        if (_end - _position < 8)
        {
            Fail("unexpected EOF");
            return 0;
        }

        var value = BinaryPrimitives.ReadDoubleLittleEndian(_data[_position..]);
        _position += 8;
        return value;
    }

    public ReadOnlySpan<byte> ReadSpan()
    {
        var length = ReadLength();
        if (Failed) return default;
        var bytes = _data.Slice(_position, length);
        _position += length;
        return bytes;
    }

    public string ReadString()
    {
        var bytes = ReadSpan();
        return Utf8Text.ToString(bytes);
    }

    /// <summary>A string that repeats across objects: shared through the pool of the <see cref="DecodeOptions"/>.</summary>
    public string ReadSharedString() => MakeString(ReadSpan());

    public readonly string MakeString(ReadOnlySpan<byte> utf8) =>
        _pool is null ? Utf8Text.ToString(utf8) : _pool.Get(utf8);

    public byte[] ReadBytes() => ReadSpan().ToArray();

    /// <summary>
    /// The number of fields with this tag that stand together here, counting the one whose tag has been read; 1 when they
    /// are not length-delimited.
    /// </summary>
    public readonly int CountRun(uint tag)
    {
        if ((tag & 7) != 2) return 1;
        var ahead = this;
        var count = 1;
        ahead.ReadSpan();
        while (ahead.NextField(out var next) && next == tag)
        {
            ahead.ReadSpan();
            if (ahead.Failed) break;
            count++;
        }

        return count;
    }

    /// <summary>
    /// Steps over a field that is none of the type's, but fails when its number is: then its wire type was wrong.
    /// </summary>
    /// <param name="tag">The tag just read.</param>
    /// <param name="known">The numbers of the type's fields, one bit each.</param>
    /// <param name="type">The type's name for the message.</param>
    public void SkipUnknown(uint tag, ulong known, string type)
    {
        var number = tag >> 3;
        if (number < 64 && (known & (1UL << (int)number)) != 0) Fail($"proto: wrong wireType = {tag & 7} for field {number} of {type}");
        else SkipField(tag);
    }

    /// <summary>Steps over a field the type does not have.</summary>
    public void SkipField(uint tag)
    {
        switch (tag & 7)
        {
            case 0:
                ReadVarint();
                break;
            case 1:
                Advance(8);
                break;
            case 2:
                ReadSpan();
                break;
            case 3:
                SkipGroup();
                break;
            case 5:
                Advance(4);
                break;
            default:
                Fail($"proto: illegal wireType {tag & 7}");
                break;
        }
    }

    public void Fail(string message)
    {
        if (Fault is null)
        {
            Fault = message;
            FaultOffset = _position;
        }

        _position = _end = _data.Length;
    }

    private int ReadLength()
    {
        var length = ReadVarint();
        if (Failed) return 0;
        if (length > int.MaxValue)
        {
            Fail("proto: negative length found during unmarshaling");
            return 0;
        }

        if ((int)length <= _end - _position) return (int)length;
        Fail("unexpected EOF");
        return 0;
    }

    private void Advance(int count)
    {
        if (_end - _position < count) Fail("unexpected EOF");
        else _position += count;
    }

    private void SkipGroup()
    {
        var open = 1;
        while (open > 0)
        {
            var tag = ReadVarint();
            if (Failed) return;
            if (_position >= _end && (tag & 7) != 4)
            {
                Fail("unexpected EOF");
                return;
            }

            if ((tag & 7) == 3) open++;
            else if ((tag & 7) == 4) open--;
            else SkipField((uint)tag);
        }
    }
}
