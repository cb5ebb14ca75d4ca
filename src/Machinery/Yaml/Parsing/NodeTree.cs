using System.Runtime.InteropServices;
using Kybernet.Machinery.Yaml.Scanning;

namespace Kybernet.Machinery.Yaml.Parsing;

/// <summary>The nodes of one document and the text of its scalars.</summary>
internal sealed class NodeTree
{
    private readonly List<YamlNode> _nodes = [];
    private readonly Dictionary<string, int> _anchors = new(StringComparer.Ordinal);

    public TextBuffer Text { get; } = new();

    public int Count => _nodes.Count;

    public ref readonly YamlNode this[int index] => ref CollectionsMarshal.AsSpan(_nodes)[index];

    public ReadOnlySpan<byte> TextOf(int index) => Text.Slice(_nodes[index].Text);

    /// <summary>Adds a node without content.</summary>
    public int Add(NodeKind kind, Mark mark, string? tag, bool isImplicit, TextRange text = default)
    {
        _nodes.Add(new()
        {
            Kind = kind,
            IsImplicit = isImplicit,
            Line = mark.Line,
            Column = mark.Column,
            Tag = tag,
            Text = text,
            Next = _nodes.Count + 1,
        });
        return _nodes.Count - 1;
    }

    public void AddAlias(Mark mark, string name, int target)
    {
        var index = Add(NodeKind.Alias, mark, name, false);
        CollectionsMarshal.AsSpan(_nodes)[index].Target = target;
    }

    /// <summary>Declares the nodes added since <paramref name="index"/> to be its content.</summary>
    public void Close(int index) => CollectionsMarshal.AsSpan(_nodes)[index].Next = _nodes.Count;

    /// <summary>Names a node. A name may be given again: aliases mean the node before them.</summary>
    public void SetAnchor(string name, int index) => _anchors[name] = index;

    public bool TryGetAnchor(string name, out int index) => _anchors.TryGetValue(name, out index);
}
