using Kybernet.Machinery.Yaml.Composing;
using Kybernet.Machinery.Yaml.Parsing;

namespace Kybernet.Machinery.Yaml;

/// <summary>Reads the documents of a source one by one, so that those before a bad one can be used before it is known to be bad.</summary>
/// <remarks>
/// Parts of the source that hold nothing, only comments or <c>null</c> are passed over, as kubectl does. A part that
/// starts with JSON objects yields each as a document; what follows them is read as YAML.
/// </remarks>
public sealed class YamlDocumentEnumerator
{
    private readonly YamlReadOptions _options;
    private readonly DocumentSplitter _splitter;
    private ReadOnlyMemory<byte> _part;
    private YamlPosition _position;
    private YamlDocument? _current;
    private int _count;

    internal YamlDocumentEnumerator(ReadOnlyMemory<byte> source, YamlReadOptions options)
    {
        _options = options;
        _splitter = new(source.Length > options.MaxSourceBytes ? default : SourceText.Normalize(source));
        if (source.Length > options.MaxSourceBytes)
            Error = YamlError.At(new(1, 1), $"source of {source.Length} bytes is larger than the limit of {options.MaxSourceBytes} bytes");
    }

    /// <summary>The document last read.</summary>
    public YamlDocument Current => _current ?? throw new InvalidOperationException("no document has been read");

    /// <summary>Why the reading stopped before the end of the source, or null.</summary>
    public YamlError? Error { get; private set; }

    /// <summary>Reads the next document.</summary>
    /// <returns>False at the end of the source, and at the first error, from then on.</returns>
    public bool MoveNext()
    {
        _current = null;
        while (Error is null)
        {
            if (_part.IsEmpty && !TryNextPart()) return false;
            if (TryReadJson() || TryReadYaml()) return true;
        }

        return false;
    }

    public YamlDocumentEnumerator GetEnumerator() => this;

    private bool TryNextPart()
    {
        if (!_splitter.TryNext(out var part, out var error))
        {
            Error = error;
            return false;
        }

        _part = part.Bytes;
        _position = new(part.Line, 1);
        return true;
    }

    private bool TryReadJson()
    {
        var start = _part.Span.IndexOfAnyExcept(" \t\r\n"u8);
        if (start < 0 || _part.Span[start] != '{') return false;
        var length = JsonDocumentShape.Measure(_part.Span[start..], _options.MaxDepth);
        if (length == 0) return false;
        var json = _part.Slice(start, length);
        var position = SourceText.Advance(_position, _part.Span[..start]);
        _current = new(json, _count++, position, null);
        _position = SourceText.Advance(position, json.Span);
        _part = _part[(start + length)..];
        return true;
    }

    private bool TryReadYaml()
    {
        var part = _part.Span;
        _part = default;
        Error = SourceText.Check(part, _position);
        if (Error is not null || part.IsEmpty) return false;
        var tree = DocumentParser.Parse(part, _position.Line - 1, _options.MaxDepth, out var error);
        Error = error;
        if (tree is null) return false;
        var json = JsonComposer.Compose(tree, _options, out var positions, out error);
        Error = error;
        if (json is null || json.AsSpan().SequenceEqual("null"u8)) return false;
        _current = new(json, _count++, tree[0].Position, positions);
        return true;
    }
}
