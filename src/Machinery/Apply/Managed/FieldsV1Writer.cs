using System.Buffers;
using Kybernet.Machinery.Apply.Fields;
using Kybernet.Machinery.Apply.Types;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Apply.Managed;

/// <summary>
/// Writes the fields that a create comes to own straight from the object's encoding: one pass over its bytes, no tree of values, no
/// field set.
/// </summary>
/// <remarks>
/// <para>Answers as the comparison of the empty object with the created one would. It gives up (and the caller compares) on what is
/// rare: names or keys that need escapes, items without their keys, repeated items, filters that name what may be owned.</para>
/// <para>A level's members are written as they come, each as <c>,"f:name":{…}</c>, and put in order when the level ends; the first
/// comma of a level then becomes its brace.</para>
/// </remarks>
internal ref partial struct FieldsV1Writer
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly RecordPool? _repeats;
    private FieldBuffer _out;
    private bool _gaveUp;

    private FieldsV1Writer(ReadOnlySpan<byte> json, RecordPool? repeats)
    {
        _json = json;
        _repeats = repeats;
        _out = new(Math.Max(1024, json.Length));
    }

    /// <summary>False when it gave up; absent fields when nothing is owned.</summary>
    public static bool TryWrite(ApplyScope scope, JsonValue empty, ReadOnlySpan<byte> json, out FieldsV1 fields)
    {
        fields = default;
        var filter = scope.Filter(scope.ApiVersion);
        if (filter is not null && filter.Excluded is null) return false;
        var writer = new FieldsV1Writer(json, scope.Repeats);
        try
        {
            var reader = new JsonReader(json, DecodeOptions.Default);
            writer.WriteMembers(ref reader, scope.Type.Map!, empty, FieldWrite.NeverOwned, filter?.Excluded);
            if (writer._gaveUp || reader.Failed) return false;
            if (writer._out.Length > 0) fields = FieldsV1.FromCompact(writer.Result());
            return true;
        }
        finally
        {
            writer.Dispose();
        }
    }

    public void Dispose() => _out.Dispose();

    /// <summary>Writes the members of the object the reader stands at; true when the object has members at all.</summary>
    /// <param name="reader">The place in the created object.</param>
    /// <param name="type">The type of the object.</param>
    /// <param name="live">What the empty object has there; null when it has nothing.</param>
    /// <param name="never">Paths from here that are never owned.</param>
    /// <param name="excluded">Paths from here that are not owned, nor what is below them.</param>
    private bool WriteMembers(ref JsonReader reader, MapSchema type, JsonValue? live, FieldSet? never, FieldSet? excluded)
    {
        if (!reader.BeginObject("")) return false;
        var level = _out.BeginLevel();
        var any = false;
        while (!_gaveUp && reader.NextMember(out var name))
        {
            any = true;
            if (type.TryFind(name, out var field)) WriteField(ref reader, field, live, never, excluded);
            else if (type.Element is { } element) WriteKey(ref reader, name, element, live, excluded);
            else _gaveUp = true;
        }

        if (!_out.EndLevel(level)) _gaveUp = true;
        return any;
    }

    private void WriteField(ref JsonReader reader, FieldSchema field, JsonValue? live, FieldSet? never, FieldSet? excluded)
    {
        PathElement step = never is null && excluded is null ? default : field.Step;
        if (excluded is not null && excluded.HasMember(step))
        {
            reader.SkipValue();
            return;
        }

        var start = _out.Length;
        var isOwned = never is null || !never.HasMember(step);
        (never, excluded) = (never?.Below(step), excluded?.Below(step));
        var key = default(SharedKey);
        if (isOwned && never is null && excluded is null && TryRepeat(ref reader, field, out key))
        {
            _out.Add(start, field.Rank);
            return;
        }

        JsonValue? liveValue = live is { } parent && parent.Members.TryGetValue(field.Name, out var value) ? value : (JsonValue?)null;
        _out.Write(field.Prefix);
        if (WriteNode(ref reader, field.Type, liveValue, isOwned, never, excluded))
        {
            _out.Add(start, field.Rank);
            Remember(key, field, start);
        }
        else
        {
            _out.Truncate(start);
        }
    }

    /// <summary>A member that is not declared, the key of a map. The empty object has no such members.</summary>
    private void WriteKey(ref JsonReader reader, ReadOnlySpan<byte> name, TypeSchema type, JsonValue? live, FieldSet? excluded)
    {
        if ((live is { } parent && !parent.Members.IsEmpty) || excluded is not null || NeedsEscape(name))
        {
            _gaveUp = true;
            return;
        }

        var start = _out.Length;
        _out.Write(",\"f:"u8);
        _out.Write(name);
        _out.Write("\":"u8);
        WriteNode(ref reader, type, null, isOwned: true, null, null);
        _out.AddName(start, start + 4, name.Length);
    }

    /// <summary>Writes what follows a step: <c>{}</c> for a leaf, else the contents. False when nothing there is owned.</summary>
    private bool WriteNode(ref JsonReader reader, TypeSchema type, JsonValue? live, bool isOwned, FieldSet? never, FieldSet? excluded)
    {
        var first = reader.PeekValue();
        var start = _out.Length;
        var marks = live is null && isOwned;
        if (first == '{' && type.Map is { IsAtomic: false } map)
        {
            if (marks) _out.Write("{\".\":{}"u8);
            if (WriteMembers(ref reader, map, live, never, excluded) || live is { Members.IsEmpty: false }) return Close(start, marks);
            return WriteLeaf(start, isOwned && live is not { Kind: JsonKind.Object });
        }

        if (first == '[' && type.List is { IsAtomic: false } list)
        {
            if (live is { Items.IsEmpty: false }) _gaveUp = true;
            if (marks) _out.Write("{\".\":{}"u8);
            if (WriteItems(ref reader, list)) return Close(start, marks);
            return WriteLeaf(start, isOwned && live is not { Kind: JsonKind.Array });
        }

        if (live is not { } value)
        {
            reader.SkipValue();
            return WriteLeaf(start, isOwned);
        }

        var isContainer = value.Kind is JsonKind.Object or JsonKind.Array;
        if (isContainer && first == 'n' && (!value.Members.IsEmpty || !value.Items.IsEmpty)) _gaveUp = true;
        return WriteLeaf(start, !ValueOrder.Same(JsonValueCodec.ReadJson(ref reader), value) && isOwned);
    }

    private bool WriteLeaf(int start, bool isOwned)
    {
        _out.Truncate(start);
        if (isOwned) _out.Write("{}"u8);
        return isOwned;
    }

    /// <summary>Ends the contents that were written after <paramref name="start"/>; false when there are none.</summary>
    private bool Close(int start, bool isMarked)
    {
        const int Mark = 7;
        if (!isMarked)
        {
            if (_out.Length == start) return false;
            _out[start] = (byte)'{';
        }
        else if (_out.Length == start + Mark)
        {
            _out.Truncate(start + 1);
        }

        _out.Write("}"u8);
        return true;
    }

    /// <summary>True for text that one of the two rules of escaping would change.</summary>
    private static bool NeedsEscape(ReadOnlySpan<byte> text) => text.ContainsAnyExcept(s_plain);

    private static readonly SearchValues<byte> s_plain = SearchValues.Create(
        " !#$%'()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);
}
