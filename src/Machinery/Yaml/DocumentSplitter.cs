namespace Kybernet.Machinery.Yaml;

/// <summary>Cuts a source at the lines that start with <c>---</c>, as kubectl does before any YAML is read.</summary>
/// <remarks>
/// Only a comment may follow on such a line: <c>--- {a: b}</c> is an error here, though YAML would take it. The line ends
/// a document even where YAML would see the inside of a quoted scalar.
/// </remarks>
internal sealed class DocumentSplitter(ReadOnlyMemory<byte> source)
{
    private int _position;
    private int _line = 1;

    /// <summary>The part up to the next separator or the end, which may be empty.</summary>
    /// <returns>False behind the last part, or with an error.</returns>
    public bool TryNext(out DocumentSource part, out YamlError? error)
    {
        part = default;
        error = null;
        if (_position > source.Length) return false;
        var bytes = source.Span;
        var start = _position;
        var firstLine = _line;
        while (_position < bytes.Length)
        {
            var lineStart = _position;
            var length = bytes[_position..].IndexOf((byte)'\n');
            var line = length < 0 ? bytes[_position..] : bytes.Slice(_position, length);
            _position += length < 0 ? line.Length : length + 1;
            _line++;
            if (!line.StartsWith("---"u8)) continue;
            var rest = line[3..].Trim(" \t\r\v\f"u8);
            if (!rest.IsEmpty && rest[0] != '#')
            {
                var shown = System.Text.Encoding.UTF8.GetString(rest[..Math.Min(rest.Length, 80)]);
                error = YamlError.At(new(_line - 1, 1), $"invalid Yaml document separator: {shown}");
                return false;
            }

            part = new(source[start..lineStart], firstLine);
            return true;
        }

        part = new(source[start..], firstLine);
        _position = source.Length + 1;
        return true;
    }
}
