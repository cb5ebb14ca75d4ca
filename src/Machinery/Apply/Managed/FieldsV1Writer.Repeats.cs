using Kybernet.Machinery.Apply.Types;
using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Apply.Managed;

// Objects made of one template have the same spec, and the same owned fields: those are written once, and kept once.
internal ref partial struct FieldsV1Writer
{
    // Writing less than this again is quicker than finding it.
    private const int FewBytes = 128;

    // No reader finds what was written here, and the other way round.
    private static RecordPool.Source Written => new(IsJson: true, IsStrict: true, Room: int.MaxValue);

    /// <summary>Writes a member of the object itself as it was written for another object with the same value there.</summary>
    /// <param name="reader">At the value; behind it when the answer is true.</param>
    /// <param name="field">The member.</param>
    /// <param name="key">The value's bytes, for <see cref="Remember"/>; none when it is not to be remembered.</param>
    private bool TryRepeat(ref JsonReader reader, FieldSchema field, out SharedKey key)
    {
        key = default;
        if (_repeats is null || reader.Depth != 1 || reader.PeekValue() is not ((byte)'{' or (byte)'[')) return false;
        var start = reader.Position;
        var length = JsonExtent.Of(_json[start..], RecordPool.LongestShared);
        if (length < FewBytes) return false;
        var bytes = _json.Slice(start, length);
        key = new(start, length, RecordPool.Hash(bytes));
        if (_repeats.Find<Repeat>(bytes, Written, key.Hash) is not { } known || known.Field != field) return false;
        _out.Write(known.Text);
        reader.Pass(length);
        return true;
    }

    private void Remember(SharedKey key, FieldSchema field, int start)
    {
        if (key.Length == 0 || _gaveUp) return;
        _repeats!.Offer(_json.Slice(key.Start, key.Length), Written, key.Hash, new Repeat(field, _out.TextFrom(start).ToArray()));
    }

    /// <summary>All that was written, as an object: the bytes another object has already, if there is one.</summary>
    private byte[] Result()
    {
        var text = _out.ToObject();
        if (_repeats is null || !RecordPool.Shares(text.Length)) return text.ToArray();
        var hash = RecordPool.Hash(text);
        if (_repeats.Find<byte[]>(text, Written, hash) is { } known) return known;
        var made = text.ToArray();
        _repeats.Offer(made, Written, hash, made);
        return made;
    }

    private sealed record Repeat(FieldSchema Field, byte[] Text);
}
