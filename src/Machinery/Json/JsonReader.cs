using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace Kybernet.Machinery.Json;

/// <summary>
/// A forward reader of one JSON document in UTF-8, made for the generated record readers: it hands out values, never tokens.
/// </summary>
/// <remarks>
/// <para>Matches upstream's decoder (sigs.k8s.io/json): names are case-sensitive, <c>null</c> leaves the zero value, integers
/// are exact, invalid UTF-8 becomes U+FFFD.</para>
/// <para>The first fault ends the reading: <see cref="Fault"/> is set, the position jumps to the end, and every later
/// call answers with a default, so the generated loops stop by themselves. Nothing throws on bad input.</para>
/// </remarks>
public ref partial struct JsonReader
{
    private readonly ReadOnlySpan<byte> _data;
    private readonly int _maxDepth;
    private readonly StringPool? _pool;
    private readonly RecordPool? _records;
    private readonly StrictFindings? _strict;
    private int _position;
    private int _depth;
    private int _lenient;
    private int _memberStart;
    private bool _first;
    private byte[]? _scratch;
    private JsonFault? _fault;
    private FaultTrail? _trail;

    public JsonReader(ReadOnlySpan<byte> utf8, DecodeOptions options, StrictFindings? strict = null)
    {
        _data = utf8;
        _maxDepth = options.MaxDepth;
        _pool = options.Pool;
        _records = options.Records;
        _strict = strict;
        if (utf8.Length > options.MaxBytes) Fail(0, $"the document has {utf8.Length} bytes, the limit is {options.MaxBytes}");
    }

    /// <summary>
    /// The first fault met, or null while all is well. A value of the wrong type is named by its path once the readers have unwound.
    /// </summary>
    public readonly JsonFault? Fault => _fault is { GoType: not null } fault && _trail?.Struct is { } name ? Located(fault, name, _trail) : _fault;

    public readonly bool Failed => _fault is not null;

    /// <summary>How many objects and arrays are open.</summary>
    public readonly int Depth => _depth;

    /// <summary>The offset of the next unread byte.</summary>
    public readonly int Position => _position;

    /// <summary>
    /// Enters an object. False when the value is <c>null</c> (consumed) or the reading failed; else read its members with
    /// <see cref="NextMember"/> until that answers false.
    /// </summary>
    public bool BeginObject(string type)
    {
        switch (Peek())
        {
            case (byte)'{':
                return Enter();
            case (byte)'n':
                ReadNull();
                return false;
            default:
                FailType(type);
                return false;
        }
    }

    /// <summary>Moves to the next member and past its colon; false at the end of the object (consumed) or on a fault.</summary>
    public bool NextMember(out ReadOnlySpan<byte> name)
    {
        name = default;
        var next = Peek();
        if (next == '}') return Leave();
        if (!_first)
        {
            if (next != ',')
            {
                FailSyntax("after object key:value pair");
                return false;
            }

            _position++;
            next = Peek();
        }

        _first = false;
        if (next != '"')
        {
            FailSyntax("looking for beginning of object key string");
            return false;
        }

        _memberStart = _position;
        name = ReadStringBytes();
        if (Peek() != ':')
        {
            FailSyntax("after object key");
            return false;
        }

        _position++;
        return true;
    }

    /// <summary>Enters an array; false when the value is <c>null</c> (consumed) or the reading failed.</summary>
    public bool BeginArray(string type)
    {
        switch (Peek())
        {
            case (byte)'[':
                return Enter();
            case (byte)'n':
                ReadNull();
                return false;
            default:
                FailType(type);
                return false;
        }
    }

    /// <summary>Moves to the next item; false at the end of the array (consumed) or on a fault.</summary>
    public bool NextItem()
    {
        var next = Peek();
        if (next == ']') return Leave();
        if (!_first)
        {
            if (next != ',')
            {
                FailSyntax("after array element");
                return false;
            }

            _position++;
            if (Peek() == ']')
            {
                FailSyntax("looking for beginning of value");
                return false;
            }
        }

        _first = false;
        return !Failed;
    }

    /// <summary>Consumes a <c>null</c> if that is the next value.</summary>
    public bool TryReadNull()
    {
        if (Peek() != 'n') return false;
        return ReadNull();
    }

    /// <summary>A string; the empty one for <c>null</c>.</summary>
    public string ReadString()
    {
        if (Peek() != '"') return NotString("string");
        var bytes = ReadStringBytes();
        return Utf8Text.ToString(bytes);
    }

    /// <summary>A string that repeats across objects: shared through the pool of the <see cref="DecodeOptions"/>.</summary>
    public string ReadSharedString()
    {
        if (Peek() != '"') return NotString("string");
        var bytes = ReadStringBytes();
        return _pool is null ? Utf8Text.ToString(bytes) : _pool.Get(bytes);
    }

    /// <summary>
    /// The content of a string, unescaped, as UTF-8; valid until the next read. Empty, and nothing consumed but a <c>null</c>,
    /// when the value is not a string.
    /// </summary>
    public ReadOnlySpan<byte> ReadStringSpan(string type)
    {
        if (Peek() == '"') return ReadStringBytes();
        if (Peek() == 'n') ReadNull();
        else FailType(type);
        return default;
    }

    public readonly string MakeString(ReadOnlySpan<byte> utf8) =>
        _pool is null ? Utf8Text.ToString(utf8) : _pool.Get(utf8);

    public bool ReadBool()
    {
        switch (Peek())
        {
            case (byte)'t' when _data[_position..].StartsWith("true"u8):
                _position += 4;
                return true;
            case (byte)'f' when _data[_position..].StartsWith("false"u8):
                _position += 5;
                return false;
            case (byte)'n':
                ReadNull();
                return false;
            default:
                FailType("bool");
                return false;
        }
    }

    public int ReadInt32()
    {
        var value = ReadInteger("int32", out var literal);
        if (value is >= int.MinValue and <= int.MaxValue) return (int)value;
        FailNumber(literal, "int32");
        return 0;
    }

    public long ReadInt64() => ReadInteger("int64", out _);

    public double ReadDouble()
    {
        if (TryReadNull()) return 0;
        var start = _position;
        var literal = ReadNumberLiteral("float64");
        if (literal.IsEmpty) return 0;
        if (Utf8Parser.TryParse(literal, out double value, out var used) && used == literal.Length && double.IsFinite(value)) return value;
        FailNumber(literal, "float64", start);
        return 0;
    }

    /// <summary>Base64 content of a string; null for <c>null</c>.</summary>
    public byte[]? ReadBytes()
    {
        if (TryReadNull()) return null;
        if (Peek() != '"')
        {
            FailType("[]uint8");
            return null;
        }

        var start = _position;
        var encoded = ReadStringBytes();
        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(encoded.Length)];
        if (Base64.DecodeFromUtf8(encoded, decoded, out var used, out var written) != OperationStatus.Done || used != encoded.Length)
        {
            if (!Failed) Fail(start, $"illegal base64 data at input byte {used}");
            return null;
        }

        return written == decoded.Length ? decoded : decoded[..written];
    }

    /// <summary>The bytes of the next value, whatever it is, as they stand in the document; empty on a fault.</summary>
    public ReadOnlySpan<byte> ReadRaw()
    {
        Peek();
        var start = _position;
        SkipValue();
        return Failed ? default : _data[start.._position];
    }

    /// <summary>The kind of the next value by its first byte, 0 at the end: <c>{ [ " t f n -</c> or a digit.</summary>
    public byte PeekValue() => Peek();

    /// <summary>Fails unless only white space is left.</summary>
    public void ExpectEnd()
    {
        if (!Failed && Peek() != 0) FailSyntax("after top-level value");
    }

    private bool Enter()
    {
        if (++_depth > _maxDepth)
        {
            Fail(_position, $"exceeded max depth {_maxDepth}");
            return false;
        }

        _position++;
        _first = true;
        return true;
    }

    private bool Leave()
    {
        _position++;
        _depth--;
        _first = false;
        return false;
    }

    private string NotString(string type)
    {
        if (Peek() == 'n') ReadNull();
        else FailType(type);
        return "";
    }

    /// <summary>Skips white space and shows the next byte; 0 at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte Peek()
    {
        var position = _position;
        var data = _data;
        return (uint)position < (uint)data.Length && data[position] > ' ' ? data[position] : PeekPastSpace();
    }

    private byte PeekPastSpace()
    {
        for (; (uint)_position < (uint)_data.Length; _position++)
        {
            var next = _data[_position];
            if (next > ' ') return next;
            if (next is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') continue;
            FailSyntax("looking for beginning of value");
            return 0;
        }

        return 0;
    }

    private bool ReadNull()
    {
        if (_data[_position..].StartsWith("null"u8))
        {
            _position += 4;
            return true;
        }

        FailSyntax("in literal null");
        return false;
    }
}
