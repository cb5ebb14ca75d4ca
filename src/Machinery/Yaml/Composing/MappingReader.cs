using System.Globalization;
using System.Text;
using Kybernet.Machinery.Yaml.Parsing;
using Kybernet.Machinery.Yaml.Resolving;

namespace Kybernet.Machinery.Yaml.Composing;

/// <summary>Reads the pairs of mappings: keys become strings, merge keys bring in the pairs of other mappings.</summary>
internal sealed class MappingReader(JsonComposer composer, NodeTree tree)
{
    /// <summary>About what a pair costs in memory until its mapping is written, besides its key's text.</summary>
    private const int EntrySize = 32;

    /// <summary>Adds a mapping's pairs. As upstream, a merge key sets its pairs where it stands, so a later pair wins.</summary>
    public bool TryRead(int mapping, MappingEntries entries)
    {
        var end = tree[mapping].Next;
        for (var key = mapping + 1; key < end;)
        {
            var value = tree[key].Next;
            var read = IsMerge(key) ? TryMerge(value, entries) : TryReadPair(key, value, entries);
            if (!read) return false;
            key = tree[value].Next;
        }

        return true;
    }

    private bool IsMerge(int key) =>
        tree[key].Kind == NodeKind.Scalar && (tree[key].IsImplicit || tree[key].Tag == CoreTag.Merge) && tree.TextOf(key).SequenceEqual("<<"u8);

    private bool TryMerge(int value, MappingEntries entries)
    {
        if (tree[value].Kind != NodeKind.Sequence) return TryMergeOne(value, entries);
        // The earlier mappings of a list win: they are set last.
        var items = new List<int>();
        for (var item = value + 1; item < tree[value].Next; item = tree[item].Next) items.Add(item);
        for (var i = items.Count - 1; i >= 0; i--)
            if (!TryMergeOne(items[i], entries)) return false;
        return true;
    }

    private bool TryMergeOne(int value, MappingEntries entries)
    {
        var target = value;
        var isAlias = tree[value].Kind == NodeKind.Alias;
        if (tree[isAlias ? tree[value].Target : value].Kind != NodeKind.Mapping)
            return composer.Fail(value, "map merge requires map or sequence of maps as the value");
        if (isAlias && !composer.TryEnterAlias(value, out target)) return false;
        if (!composer.TryCount(target) || !composer.TryEnter(target) || !TryRead(target, entries)) return false;
        composer.Leave();
        if (isAlias) composer.LeaveAlias(value);
        return true;
    }

    private bool TryReadPair(int key, int value, MappingEntries entries)
    {
        var node = key;
        while (tree[node].Kind == NodeKind.Alias)
        {
            if (!composer.TryCount(node)) return false;
            node = tree[node].Target;
        }

        if (!composer.TryCount(node)) return false;
        if (tree[node].Kind != NodeKind.Scalar)
            return composer.Fail(key, $"invalid map key: a {(tree[node].Kind == NodeKind.Mapping ? "map" : "list")}");
        if (ScalarReader.Read(tree, node, out var text, out var problem) is not { } resolved) return composer.Fail(key, problem!);
        if (NameOf(resolved, key, ref text) is not { } shown) return false;
        var index = entries.Find(text);
        var isAliased = composer.IsWithinAlias || node != key;
        if (index >= 0)
        {
            if (!composer.Replaces(value, shown.Length > 0 ? shown : Quote(text))) return true;
            var replaced = entries.ValueNodeOf(index);
            entries.Replace(index, key, value, isAliased);
            return composer.TryCheck(replaced);
        }

        entries.Add(text, key, value, isAliased);
        return !isAliased || composer.TryCountAliased(key, text.Length + EntrySize);
    }

    /// <summary>The name of a key in JSON, put into <paramref name="text"/>.</summary>
    /// <returns>The key as upstream shows it, empty for text; null when it can't be a key.</returns>
    private string? NameOf(ResolvedScalar key, int node, ref ReadOnlySpan<byte> text)
    {
        string? name = null;
        switch (key.Kind)
        {
            case ScalarKind.Text or ScalarKind.Timestamp: return "";
            case ScalarKind.Bool: name = key.Bool ? "true" : "false"; break;
            case ScalarKind.Int: name = key.Int.ToString(CultureInfo.InvariantCulture); break;
            case ScalarKind.Float: name = FloatText.ForKey(key.Float); break;
        }

        if (name is not null)
        {
            text = Encoding.UTF8.GetBytes(name);
            return name;
        }

        composer.Fail(node, $"unsupported map key of type: {(key.Kind == ScalarKind.Null ? "null" : "uint64")}");
        return null;
    }

    private static string Quote(ReadOnlySpan<byte> text)
    {
        var quoted = new Scanning.TextBuffer(text.Length + 2);
        JsonText.AppendString(quoted, text);
        return Encoding.UTF8.GetString(quoted.Written);
    }
}
