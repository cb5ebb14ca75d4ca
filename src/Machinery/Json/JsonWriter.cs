using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Kybernet.Machinery.Json;

/// <summary>
/// Writes one JSON document in UTF-8 the way upstream (Go's encoding/json) does: no white space, <c>&lt; &gt; &amp;</c> and
/// U+2028, U+2029 escaped, invalid text as U+FFFD. Reusable: <see cref="Clear"/> keeps the buffer.
/// </summary>
public sealed partial class JsonWriter : IDisposable
{
    private byte[] _buffer;
    private int _length;

    public JsonWriter(int capacity = 4096) => _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    /// <summary>What is written so far; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public int Length => _length;

    public void Clear() => _length = 0;

    /// <summary>Forgets what was written after <paramref name="length"/>.</summary>
    public void Truncate(int length) => _length = length;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    public void BeginObject() => Put((byte)'{');

    public void EndObject() => Put((byte)'}');

    public void BeginArray() => Put((byte)'[');

    public void EndArray() => Put((byte)']');

    /// <summary>Writes the comma between items; call before every item of an array.</summary>
    public void NextItem()
    {
        if (_buffer[_length - 1] != '[') Put((byte)',');
    }

    /// <summary>Writes a member's name, quoted and with its colon in <paramref name="quotedWithColon"/>, after a comma where needed.</summary>
    public void Name(ReadOnlySpan<byte> quotedWithColon)
    {
        var buffer = Ensure(quotedWithColon.Length + 1);
        var at = _length;
        if (buffer[at - 1] != '{') buffer[at++] = (byte)',';
        quotedWithColon.CopyTo(buffer.AsSpan(at));
        _length = at + quotedWithColon.Length;
    }

    /// <summary>Writes a member's name that is not known beforehand: the key of a map.</summary>
    public void Key(string key)
    {
        if (_buffer[_length - 1] != '{') Put((byte)',');
        String(key);
        Put((byte)':');
    }

    public void Null() => Raw("null"u8);

    public void Bool(bool value) => Raw(value ? "true"u8 : "false"u8);

    public void Int(long value)
    {
        var buffer = Ensure(20);
        Utf8Formatter.TryFormat(value, buffer.AsSpan(_length), out var written);
        _length += written;
    }

    /// <summary>A double as Go writes it: shortest form that reads back, exponent below 1e-6 and from 1e21.</summary>
    public void Double(double value)
    {
        Span<byte> text = stackalloc byte[40];
        Raw(text[..GoDouble.Format(value, text)]);
    }

    /// <summary>A value that is JSON already, compact and well formed.</summary>
    public void Raw(ReadOnlySpan<byte> json)
    {
        json.CopyTo(Ensure(json.Length).AsSpan(_length));
        _length += json.Length;
    }

    /// <summary>A string of ASCII without anything to escape.</summary>
    public void Plain(ReadOnlySpan<byte> ascii)
    {
        var buffer = Ensure(ascii.Length + 2);
        var at = _length;
        buffer[at++] = (byte)'"';
        ascii.CopyTo(buffer.AsSpan(at));
        at += ascii.Length;
        buffer[at++] = (byte)'"';
        _length = at;
    }

    public void String(ReadOnlySpan<char> value)
    {
        // The longest escape of one UTF-16 unit has 6 bytes; plain text takes one byte a character.
        var plain = value.IndexOfAnyExcept(JsonEscape.Plain);
        var head = plain < 0 ? value.Length : plain;
        var buffer = Ensure(head + ((value.Length - head) * 6) + 2);
        var at = _length;
        buffer[at++] = (byte)'"';
        Ascii.FromUtf16(value[..head], buffer.AsSpan(at), out var copied);
        at += copied;
        if (plain >= 0) at += JsonEscape.Write(value[head..], buffer.AsSpan(at));
        buffer[at++] = (byte)'"';
        _length = at;
    }

    public void Base64(ReadOnlySpan<byte> value)
    {
        var length = System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(value.Length);
        var buffer = Ensure(length + 2);
        buffer[_length++] = (byte)'"';
        System.Buffers.Text.Base64.EncodeToUtf8(value, buffer.AsSpan(_length), out _, out var written);
        _length += written;
        buffer[_length++] = (byte)'"';
    }

    /// <summary>Room for <paramref name="size"/> bytes to be filled by the caller, who then calls <see cref="Advance"/>.</summary>
    public Span<byte> GetSpan(int size) => Ensure(size).AsSpan(_length);

    public void Advance(int count) => _length += count;

    private void Put(byte unit)
    {
        Ensure(1)[_length] = unit;
        _length++;
    }

    private byte[] Ensure(int more)
    {
        var buffer = _buffer;
        return _length + more <= buffer.Length ? buffer : Grow(more);
    }

    private byte[] Grow(int more)
    {
        ObjectDisposedException.ThrowIf(_buffer.Length == 0, this);
        var larger = ArrayPool<byte>.Shared.Rent(checked((int)Math.Min(Math.Max((long)_buffer.Length * 2, (long)_length + more), Array.MaxLength)));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        return _buffer = larger;
    }
}
