using System.Buffers.Text;
using Kybernet.Machinery.Apply.Types;
using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Apply.Managed;

// The items of associative lists. All are new: the empty object has none.
internal ref partial struct FieldsV1Writer
{
    /// <summary>True when the list has items.</summary>
    private bool WriteItems(ref JsonReader reader, ListSchema type)
    {
        if (!reader.BeginArray("")) return false;
        var level = _out.BeginLevel();
        var any = false;
        while (!_gaveUp && reader.NextItem())
        {
            any = true;
            var start = _out.Length;
            if (type.Keys.Count > 0) WriteKeyed(ref reader, type, start);
            else WriteScalar(ref reader, start);
        }

        if (!_out.EndLevel(level)) _gaveUp = true;
        return any;
    }

    private void WriteKeyed(ref JsonReader reader, ListSchema type, int start)
    {
        var keys = type.SortedKeys;
        if (keys.Length == 0 || reader.PeekValue() != '{' || keys.Length > _out.Keys.Length)
        {
            _gaveUp = true;
            return;
        }

        // The keys come first in the text but may stand anywhere in the item: look ahead with a copy of the reader.
        var ahead = reader;
        FindKeys(ref ahead, keys);
        _out.Write(",\"k:{"u8);
        var text = _out.Length;
        for (var i = 0; i < keys.Length && !_gaveUp; i++)
        {
            _out.Write(i == 0 ? "\\\""u8 : ",\\\""u8);
            _out.Write(keys[i].Utf8Name);
            _out.Write("\\\":"u8);
            var (at, length) = _out.Keys[i];
            if (length > 0) WriteValue(_json.Slice(at, length));
            else if (keys[i].Default is { } value) WriteDefault(value);
            else _gaveUp = true;
        }

        var size = _out.Length - text;
        _out.Write("}\":"u8);
        WriteNode(ref reader, type.Element, null, isOwned: true, null, null);
        _out.AddItem(start, text, size);
    }

    /// <summary>Notes where the values of the keys stand.</summary>
    private void FindKeys(ref JsonReader ahead, FieldSchema[] keys)
    {
        _out.Keys[..keys.Length].Clear();
        var left = keys.Length;
        if (!ahead.BeginObject("")) return;
        while (left > 0 && ahead.NextMember(out var name))
        {
            var at = 0;
            while (at < keys.Length && !name.SequenceEqual(keys[at].Utf8Name)) at++;
            if (at == keys.Length)
            {
                ahead.SkipValue();
                continue;
            }

            var raw = ahead.ReadRaw();
            _out.Keys[at] = (ahead.Position - raw.Length, raw.Length);
            left--;
        }
    }

    private void WriteScalar(ref JsonReader reader, int start)
    {
        _out.Write(",\"v:"u8);
        var text = _out.Length;
        WriteValue(reader.ReadRaw());
        var size = _out.Length - text;
        _out.Write("\":{}"u8);
        _out.AddItem(start, text, size);
    }

    /// <summary>A value within the quotes of a name: a string, an integer, a boolean.</summary>
    private void WriteValue(scoped ReadOnlySpan<byte> raw)
    {
        if (raw.Length >= 2 && raw[0] == '"')
        {
            var content = raw[1..^1];
            if (NeedsEscape(content)) _gaveUp = true;
            _out.Write("\\\""u8);
            _out.Write(content);
            _out.Write("\\\""u8);
        }
        else if (raw.SequenceEqual("true"u8) || raw.SequenceEqual("false"u8)
            || (Utf8Parser.TryParse(raw, out long _, out var used) && used == raw.Length && !raw.SequenceEqual("-0"u8)))
        {
            _out.Write(raw);
        }
        else
        {
            _gaveUp = true;
        }
    }

    private void WriteDefault(JsonValue value)
    {
        if (value.AsString() is not { } text)
        {
            _gaveUp = true;
            return;
        }

        Span<byte> utf8 = stackalloc byte[64];
        if (!System.Text.Encoding.UTF8.TryGetBytes(text, utf8, out var length) || NeedsEscape(utf8[..length])) _gaveUp = true;
        _out.Write("\\\""u8);
        _out.Write(utf8[..length]);
        _out.Write("\\\""u8);
    }
}
