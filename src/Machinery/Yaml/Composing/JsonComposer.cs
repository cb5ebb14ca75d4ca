using System.Buffers.Text;
using System.Text;
using Kybernet.Machinery.Yaml.Parsing;
using Kybernet.Machinery.Yaml.Resolving;
using Kybernet.Machinery.Yaml.Scanning;

namespace Kybernet.Machinery.Yaml.Composing;

/// <summary>Writes a document's nodes as JSON, with aliases and merge keys put in place.</summary>
internal sealed class JsonComposer
{
    private readonly NodeTree _tree;
    private readonly YamlReadOptions _options;
    private readonly AliasBudget _budget;
    private readonly TextBuffer _json = new();
    private readonly PositionMap _positions = new();
    private readonly HashSet<int> _openAliases = [];
    private readonly List<YamlError> _duplicates = [];
    private readonly MappingReader _mappings;
    private YamlError? _error;
    private int _depth;

    private JsonComposer(NodeTree tree, YamlReadOptions options)
    {
        _tree = tree;
        _options = options;
        _budget = new(options.MaxAliasedBytes);
        _mappings = new(this, tree);
    }

    /// <summary>The JSON of the document, or null and an error.</summary>
    public static byte[]? Compose(NodeTree tree, YamlReadOptions options, out PositionMap positions, out YamlError? error)
    {
        var composer = new JsonComposer(tree, options);
        positions = composer._positions;
        var written = composer.TryWrite(0);
        error = composer._error;
        if (written && composer._duplicates.Count > 0) error = YamlError.Several(composer._duplicates);
        if (error is not null) return null;
        positions.Trim();
        return composer._json.ToArray();
    }

    /// <summary>Counts a node among the values read.</summary>
    internal bool TryCount(int node) => _budget.TryCountValue() || Fail(node, AliasBudget.Problem);

    /// <summary>True while a value that an alias stands for is read.</summary>
    internal bool IsWithinAlias => _budget.AliasDepth > 0;

    /// <summary>Counts bytes brought in by an alias.</summary>
    internal bool TryCountAliased(int node, int bytes) => _budget.TryCountBytes(bytes) || Fail(node, AliasBudget.Problem);

    internal bool Fail(int node, string problem)
    {
        _error ??= YamlError.At(_tree[node].Position, problem);
        return false;
    }

    /// <summary>Notes a key given twice. In a strict reading it is an error, of which all are told.</summary>
    /// <returns>True when the later value replaces the earlier one.</returns>
    internal bool Replaces(int valueNode, string key)
    {
        if (_options.Strict) _duplicates.Add(YamlError.At(_tree[valueNode].Position, $"key {key} already set in map"));
        return !_options.Strict;
    }

    /// <summary>Reads a value that a later one replaces, for its errors alone: upstream reads it before it replaces it.</summary>
    internal bool TryCheck(int node)
    {
        var length = _json.Length;
        var places = _positions.Count;
        if (!TryWrite(node)) return false;
        _json.Truncate(length);
        _positions.Truncate(places);
        return true;
    }

    /// <summary>Enters the node an alias stands for.</summary>
    internal bool TryEnterAlias(int alias, out int target)
    {
        target = _tree[alias].Target;
        if (!TryCount(alias)) return false;
        if (!_openAliases.Add(alias)) return Fail(alias, $"anchor '{_tree[alias].Tag}' value contains itself");
        _budget.AliasDepth++;
        return TryEnter(alias);
    }

    internal void LeaveAlias(int alias)
    {
        Leave();
        _budget.AliasDepth--;
        _openAliases.Remove(alias);
    }

    internal bool TryEnter(int node) => ++_depth <= _options.MaxDepth || Fail(node, $"exceeded max depth of {_options.MaxDepth}");

    internal void Leave() => _depth--;

    private bool TryWrite(int node)
    {
        if (_tree[node].Kind == NodeKind.Alias)
        {
            if (!TryEnterAlias(node, out var target) || !TryWrite(target)) return false;
            LeaveAlias(node);
            return true;
        }

        if (!TryCount(node)) return false;
        _positions.Add(_json.Length, _tree[node].Position);
        if (_tree[node].Kind == NodeKind.Scalar)
        {
            var start = _json.Length;
            if (!TryWriteScalar(node)) return false;
            return !IsWithinAlias || TryCountAliased(node, _json.Length - start);
        }

        if (!TryEnter(node)) return false;
        var written = _tree[node].Kind == NodeKind.Sequence ? TryWriteSequence(node) : TryWriteMapping(node);
        Leave();
        return written;
    }

    private bool TryWriteScalar(int node)
    {
        if (ScalarReader.Read(_tree, node, out var text, out var problem) is not { } value) return Fail(node, problem!);
        switch (value.Kind)
        {
            case ScalarKind.Null:
                _json.Append("null"u8);
                return true;
            case ScalarKind.Bool:
                _json.Append(value.Bool ? "true"u8 : "false"u8);
                return true;
            case ScalarKind.Int or ScalarKind.UInt:
                Span<byte> digits = stackalloc byte[20];
                var length = 0;
                _ = value.Kind == ScalarKind.Int
                    ? Utf8Formatter.TryFormat(value.Int, digits, out length)
                    : Utf8Formatter.TryFormat(value.Bits, digits, out length);
                _json.Append(digits[..length]);
                return true;
            case ScalarKind.Float:
                if (!double.IsFinite(value.Float)) return Fail(node, $"json: unsupported value: {Unreal(value.Float)}");
                _json.Append(Encoding.UTF8.GetBytes(FloatText.ForJson(value.Float)));
                return true;
            default:
                JsonText.AppendString(_json, text);
                return true;
        }
    }

    private static string Unreal(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";

    private bool TryWriteSequence(int node)
    {
        _json.Append((byte)'[');
        var end = _tree[node].Next;
        for (var child = node + 1; child < end; child = _tree[child].Next)
        {
            if (child > node + 1) _json.Append((byte)',');
            if (!TryWrite(child)) return false;
        }

        _json.Append((byte)']');
        return true;
    }

    private bool TryWriteMapping(int node)
    {
        var entries = new MappingEntries();
        if (!_mappings.TryRead(node, entries)) return false;
        _json.Append((byte)'{');
        for (var i = 0; i < entries.Count; i++)
        {
            if (i > 0) _json.Append((byte)',');
            if (entries.IsAliased(i)) _budget.AliasDepth++;
            if (!TryWritePair(entries, i)) return false;
            if (entries.IsAliased(i)) _budget.AliasDepth--;
        }

        _json.Append((byte)'}');
        return true;
    }

    private bool TryWritePair(MappingEntries entries, int index)
    {
        var start = _json.Length;
        _positions.Add(start, _tree[entries.KeyNodeOf(index)].Position);
        JsonText.AppendString(_json, entries.NameOf(index));
        _json.Append((byte)':');
        if (IsWithinAlias && !TryCountAliased(entries.KeyNodeOf(index), _json.Length - start)) return false;
        return TryWrite(entries.ValueNodeOf(index));
    }
}
