using System.Buffers.Text;
using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text;

namespace Kybernet.Machinery.Json;

public ref partial struct JsonReader
{
    /// <summary>
    /// Reads what follows leniently, up to <see cref="EndLenient"/>: upstream's types with decoders of their own do not pass
    /// strictness on.
    /// </summary>
    public void BeginLenient() => _lenient++;

    public void EndLenient() => _lenient--;

    /// <summary>
    /// Notes that member <paramref name="member"/> of a struct was met; in strict reading a second time is a duplicate.
    /// </summary>
    public readonly void Once(ref ulong seen, int member)
    {
        if (!IsStrict) return;
        var bit = 1UL << member;
        if ((seen & bit) != 0) _strict!.Add(StrictFinding.Duplicate, _data, _memberStart);
        seen |= bit;
    }

    /// <summary>Notes that a key of a map was met before.</summary>
    public readonly void Duplicate()
    {
        if (IsStrict) _strict!.Add(StrictFinding.Duplicate, _data, _memberStart);
    }

    public readonly bool IsStrict => _strict is not null && _lenient == 0;

    /// <summary>Steps over the value of a member the type does not have; strict reading reports it.</summary>
    public void SkipUnknown()
    {
        if (IsStrict) _strict!.Add(StrictFinding.Unknown, _data, _memberStart);
        SkipValue();
    }

    /// <summary>Names the struct whose member had a value of the wrong type: the innermost one unwinding from the fault.</summary>
    public void Blame(string type) => (_trail ??= new()).AddStruct(type);

    /// <summary>The same for a struct with others embedded in it.</summary>
    /// <param name="type">The struct.</param>
    /// <param name="depth">The <see cref="Depth"/> inside its object.</param>
    /// <param name="embedding">Answers which embedded struct a member belongs to; null for the struct's own.</param>
    public void Blame(string type, int depth, Func<string, string?> embedding) => (_trail ??= new()).AddStruct(type, depth, embedding);

    /// <summary>Says that the object at <paramref name="depth"/>, in which the fault is, is a map: Go's paths leave its keys out.</summary>
    internal void BlameMap(int depth) => (_trail ??= new()).AddMap(depth);

    /// <summary>Ends the reading. The first fault stays.</summary>
    public void Fail(int offset, string message, string? goType = null)
    {
        _fault ??= new JsonFault(offset, message, goType);
        _position = _data.Length;
    }

    /// <summary>Ends the reading because the next value is not what <paramref name="goType"/> is written as.</summary>
    public void FailType(string goType)
    {
        if (Failed) return;
        var found = Peek() switch
        {
            (byte)'{' => "object",
            (byte)'[' => "array",
            (byte)'"' => "string",
            (byte)'t' or (byte)'f' => "bool",
            (byte)'-' or (>= (byte)'0' and <= (byte)'9') => "number",
            _ => null,
        };
        if (found is null) FailSyntax("looking for beginning of value");
        else Fail(_position, $"json: cannot unmarshal {found} into Go value of type {goType}", goType);
    }

    private void FailNumber(scoped ReadOnlySpan<byte> literal, string goType, int? start = null)
    {
        if (Failed) return;
        Fail(start ?? _position, $"json: cannot unmarshal number {Shown(literal)} into Go value of type {goType}", goType);
    }

    private void FailSyntax(string context)
    {
        if (Failed) return;
        if (_position >= _data.Length)
        {
            Fail(_data.Length, "unexpected end of JSON input");
            return;
        }

        var unit = _data[_position];
        var shown = unit is (byte)'\'' ? "'\\''" : unit is >= 0x20 and < 0x7F ? $"'{(char)unit}'" : $"'\\x{unit:x2}'";
        Fail(_position, $"invalid character {shown} {context}");
    }

    private readonly JsonFault Located(JsonFault fault, string name, FaultTrail trail)
    {
        var place = $" Go struct field {name}.{JsonPath.Members(_data, fault.Offset, trail)} ";
        return fault with { Message = fault.Message.Replace(" Go value ", place, StringComparison.Ordinal) };
    }

    private static string Shown(ReadOnlySpan<byte> literal) =>
        literal.Length <= 64 ? Encoding.ASCII.GetString(literal) : Encoding.ASCII.GetString(literal[..64]) + "…";

    /// <summary>The content of the string at the position, unescaped; the position moves past its closing quote.</summary>
    private ReadOnlySpan<byte> ReadStringBytes()
    {
        var rest = _data[(_position + 1)..];
        var end = StringEnd(rest);
        if (end >= 0 && rest[end] == '"')
        {
            _position += end + 2;
            return rest[..end];
        }

        return ReadEscapedString(rest, end);
    }

    /// <summary>
    /// Where the text has its first quote, backslash or control character; -1 when it has none. Most strings are short, so the
    /// first step is all there is to it.
    /// </summary>
    private static int StringEnd(ReadOnlySpan<byte> text)
    {
        var at = 0;
        for (; text.Length - at >= 16; at += 16)
        {
            var step = Vector128.Create(text[at..]);
            var ends = Vector128.Equals(step, Vector128.Create((byte)'"'))
                | Vector128.Equals(step, Vector128.Create((byte)'\\'))
                | Vector128.Equals(Vector128.Min(step, Vector128.Create((byte)0x1F)), step);
            if (ends != Vector128<byte>.Zero) return at + BitOperations.TrailingZeroCount(ends.ExtractMostSignificantBits());
        }

        for (; at < text.Length; at++)
            if (text[at] is (byte)'"' or (byte)'\\' or < 0x20) return at;
        return -1;
    }

    private ReadOnlySpan<byte> ReadEscapedString(ReadOnlySpan<byte> rest, int stop)
    {
        var written = 0;
        var read = 0;
        while (true)
        {
            if (stop < 0)
            {
                Fail(_data.Length, "unexpected end of JSON input");
                return default;
            }

            var plain = rest.Slice(read, stop);
            EnsureScratch(written + plain.Length + 4);
            plain.CopyTo(_scratch.AsSpan(written));
            written += plain.Length;
            read += stop;
            if (rest[read] == '"') break;
            if (rest[read] != '\\')
            {
                _position += 1 + read;
                FailSyntax("in string literal");
                return default;
            }

            var used = Unescape(rest[read..], _scratch.AsSpan(written), out var made);
            if (used == 0)
            {
                _position = Math.Min(_position + 2 + read, _data.Length);
                FailSyntax("in string escape code");
                return default;
            }

            written += made;
            read += used;
            stop = StringEnd(rest[read..]);
        }

        _position += read + 2;
        return _scratch.AsSpan(0, written);
    }

    private void EnsureScratch(int size)
    {
        if (_scratch is null) _scratch = new byte[Math.Max(size, 256)];
        else if (_scratch.Length < size) Array.Resize(ref _scratch, Math.Max(size, _scratch.Length * 2));
    }

    /// <summary>Decodes the escape at the start of <paramref name="text"/>; answers its length, 0 when it is none.</summary>
    private static int Unescape(ReadOnlySpan<byte> text, Span<byte> into, out int written)
    {
        written = 1;
        if (text.Length < 2) return 0;
        var plain = text[1] switch
        {
            (byte)'"' => '"',
            (byte)'\\' => '\\',
            (byte)'/' => '/',
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            _ => '\0',
        };
        if (plain != '\0')
        {
            into[0] = (byte)plain;
            return 2;
        }

        if (text[1] != 'u' || !TryHex(text[2..], out var unit)) return 0;
        var used = 6;
        var rune = Rune.ReplacementChar;
        if (char.IsHighSurrogate((char)unit) && text.Length >= 8 && text[6] == '\\' && text[7] == 'u'
            && TryHex(text[8..], out var low) && char.IsLowSurrogate((char)low))
        {
            rune = new Rune((char)unit, (char)low);
            used = 12;
        }
        else if (!char.IsSurrogate((char)unit))
        {
            rune = new Rune(unit);
        }

        written = rune.EncodeToUtf8(into);
        return used;
    }

    private static bool TryHex(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        return text.Length >= 4 && Utf8Parser.TryParse(text[..4], out value, out var used, 'x') && used == 4;
    }

    private long ReadInteger(string goType, out ReadOnlySpan<byte> literal)
    {
        literal = default;
        if (TryReadNull()) return 0;
        var start = _position;
        literal = ReadNumberLiteral(goType);
        if (literal.IsEmpty) return 0;
        if (Utf8Parser.TryParse(literal, out long value, out var used) && used == literal.Length) return value;
        FailNumber(literal, goType, start);
        return 0;
    }

    /// <summary>The characters of the number at the position; empty, with a fault, when there is none.</summary>
    private ReadOnlySpan<byte> ReadNumberLiteral(string goType)
    {
        var start = Peek();
        if (start != '-' && !char.IsAsciiDigit((char)start))
        {
            FailType(goType);
            return default;
        }

        var rest = _data[_position..];
        var length = NumberLength(rest);
        if (length <= 0)
        {
            _position += -length;
            FailSyntax("in numeric literal");
            return default;
        }

        _position += length;
        return rest[..length];
    }

    /// <summary>The length of the JSON number at the start of the text, or minus the offset of the first byte that spoils it.</summary>
    private static int NumberLength(ReadOnlySpan<byte> text)
    {
        var i = text[0] == '-' ? 1 : 0;
        if (i >= text.Length) return -i;
        if (text[i] == '0') i++;
        else if (Digits(text, ref i) == 0) return -i;
        if (i < text.Length && text[i] == '.')
        {
            i++;
            if (Digits(text, ref i) == 0) return -i;
        }

        if (i < text.Length && (text[i] | 0x20) == 'e')
        {
            i++;
            if (i < text.Length && text[i] is (byte)'+' or (byte)'-') i++;
            if (Digits(text, ref i) == 0) return -i;
        }

        return i;
    }

    private static int Digits(ReadOnlySpan<byte> text, ref int i)
    {
        var start = i;
        while (i < text.Length && (uint)(text[i] - '0') <= 9) i++;
        return i - start;
    }

    /// <summary>Steps over one value of any kind, checking its form, without recursion.</summary>
    public void SkipValue()
    {
        var floor = _depth;
        // One bit a level: 1 inside an object, 0 inside an array. The first 64 levels below here need no allocation.
        var shallow = 0UL;
        List<bool>? deep = null;
        do
        {
            switch (Peek())
            {
                case (byte)'{':
                    if (!Enter()) return;
                    PushLevel(ref shallow, ref deep, _depth - floor, isObject: true);
                    break;
                case (byte)'[':
                    if (!Enter()) return;
                    PushLevel(ref shallow, ref deep, _depth - floor, isObject: false);
                    break;
                default:
                    SkipScalar();
                    break;
            }

            // Close what ends here and step to the next value of the level that goes on.
            while (_depth > floor && !Failed)
            {
                var inObject = IsObjectLevel(shallow, deep, _depth - floor);
                if (inObject ? NextMember(out _) : NextItem()) break;
            }
        }
        while (_depth > floor && !Failed);
    }

    private static void PushLevel(ref ulong shallow, ref List<bool>? deep, int level, bool isObject)
    {
        if (level <= 64)
        {
            var bit = 1UL << (level - 1);
            shallow = isObject ? shallow | bit : shallow & ~bit;
            return;
        }

        deep ??= [];
        var index = level - 65;
        if (index < deep.Count) deep[index] = isObject;
        else deep.Add(isObject);
    }

    private static bool IsObjectLevel(ulong shallow, List<bool>? deep, int level) =>
        level <= 64 ? (shallow & (1UL << (level - 1))) != 0 : deep![level - 65];

    private void SkipScalar()
    {
        switch (Peek())
        {
            case (byte)'"':
                ReadStringBytes();
                break;
            case (byte)'t' or (byte)'f':
                ReadBool();
                break;
            case (byte)'n':
                ReadNull();
                break;
            default:
                ReadNumberLiteral("value");
                break;
        }
    }
}
