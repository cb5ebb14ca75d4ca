using Kybernet.Machinery.Yaml.Scanning;

namespace Kybernet.Machinery.Yaml.Parsing;

/// <summary>A node of a document, in the order written: the content of a collection follows it, up to <see cref="Next"/>.</summary>
internal struct YamlNode
{
    public NodeKind Kind;

    /// <summary>True for a scalar whose type is told by its text: written plain, or with the tag <c>!</c>.</summary>
    public bool IsImplicit;

    public int Line;

    public int Column;

    /// <summary>A scalar's text, or an empty range.</summary>
    public TextRange Text;

    /// <summary>The tag in its long form, or null; an alias's name.</summary>
    public string? Tag;

    /// <summary>The node an alias stands for.</summary>
    public int Target;

    /// <summary>The first node behind this one and its content.</summary>
    public int Next;

    public readonly YamlPosition Position => new(Line + 1, Column + 1);
}
