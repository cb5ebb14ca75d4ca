using Kybernet.Machinery.Yaml.Scanning;

namespace Kybernet.Machinery.Yaml.Parsing;

/// <summary>What stands before a node's content, which starts at <paramref name="Start"/>. The tag is in its long form.</summary>
internal readonly record struct NodeProperties(Mark Start, string? Anchor, string? Tag)
{
    public bool IsEmpty => Anchor is null && Tag is null;
}
