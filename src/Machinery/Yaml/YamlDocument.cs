using Kybernet.Machinery.Yaml.Composing;

namespace Kybernet.Machinery.Yaml;

/// <summary>One document of a YAML source, as JSON.</summary>
/// <remarks>
/// Keys are in the order written; a key given twice stands where it was given first. Documents written in JSON are passed
/// through byte for byte, with whatever duplicate keys they hold: the reader of the JSON judges those.
/// </remarks>
public sealed class YamlDocument
{
    private readonly PositionMap? _positions;
    private readonly YamlPosition _start;

    internal YamlDocument(ReadOnlyMemory<byte> json, int index, YamlPosition start, PositionMap? positions)
    {
        Json = json;
        Index = index;
        _start = start;
        _positions = positions;
    }

    /// <summary>The document's value as UTF-8 JSON without a byte order mark.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>The document's place among those of the source that hold anything, from 0.</summary>
    public int Index { get; }

    /// <summary>The line of the source on which the document's value starts, from 1.</summary>
    public int FirstLine => _start.Line;

    /// <summary>The line of the source that the JSON at <paramref name="jsonOffset"/> (in bytes) was made from, from 1.</summary>
    public int LineOf(int jsonOffset) => PositionOf(jsonOffset).Line;

    /// <summary>The start of the key or value of the source that the JSON at <paramref name="jsonOffset"/> was made from.</summary>
    public YamlPosition PositionOf(int jsonOffset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(jsonOffset);
        if (_positions is not null) return _positions.Find(jsonOffset) ?? _start;
        return SourceText.Advance(_start, Json.Span[..Math.Min(jsonOffset, Json.Length)]);
    }
}
