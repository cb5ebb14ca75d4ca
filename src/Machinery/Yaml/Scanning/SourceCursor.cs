namespace Kybernet.Machinery.Yaml.Scanning;

/// <summary>A reading place in the UTF-8 bytes of one document, which knows the classes of characters YAML 1.1 tells apart.</summary>
/// <remarks>
/// The bytes are a copy with <see cref="Padding"/> NUL bytes behind: looking a few bytes ahead needs no check, and NUL,
/// which no valid source holds, is the end. The bytes are valid UTF-8.
/// </remarks>
internal sealed class SourceCursor(byte[] padded, int firstLine)
{
    /// <summary>More than any look ahead: eight digits of a <c>\U</c> escape and its two indicators.</summary>
    public const int Padding = 16;

    private int _position;
    private int _index;
    private int _line = firstLine;

    public int Column { get; private set; }

    public int Line => _line;

    public int Index => _index;

    public byte Current => padded[_position];

    public Mark Mark => new(_index, _line, Column);

    public bool IsEnd => Current == 0;

    public bool IsBlank => Current is (byte)' ' or (byte)'\t';

    public bool IsBreak => BreakWidth(_position) > 0;

    public bool IsBreakOrEnd => IsEnd || IsBreak;

    public bool IsBlankOrEnd => IsBlank || IsBreakOrEnd;

    public static SourceCursor Over(ReadOnlySpan<byte> text, int firstLine)
    {
        var padded = new byte[text.Length + Padding];
        text.CopyTo(padded);
        return new(padded, firstLine);
    }

    /// <summary>A cursor over a document, whose last line ends with a line break even where the source lacks it, as in upstream.</summary>
    public static SourceCursor OverDocument(ReadOnlySpan<byte> document, int firstLine)
    {
        var padded = new byte[document.Length + 1 + Padding];
        document.CopyTo(padded);
        if (document.Length > 0 && document[^1] != '\n') padded[document.Length] = (byte)'\n';
        return new(padded, firstLine);
    }

    public byte Peek(int ahead) => padded[_position + ahead];

    public bool IsBlankOrEndAt(int ahead) =>
        padded[_position + ahead] is (byte)' ' or (byte)'\t' or 0 || BreakWidth(_position + ahead) > 0;

    public bool IsBreakAt(int ahead) => BreakWidth(_position + ahead) > 0;

    /// <summary>True before <c>---</c> or <c>...</c> at the start of a line, which end a document wherever they stand.</summary>
    public bool IsDocumentIndicator =>
        Column == 0 && Current is (byte)'-' or (byte)'.' && Peek(1) == Current && Peek(2) == Current && IsBlankOrEndAt(3);

    /// <summary>Passes over one character that is no line break.</summary>
    public void Skip()
    {
        _position += Width(Current);
        _index++;
        Column++;
    }

    public void Skip(int characters)
    {
        for (var i = 0; i < characters; i++) Skip();
    }

    /// <summary>Passes over one character and keeps it.</summary>
    public void Copy(TextBuffer into)
    {
        into.Append(padded.AsSpan(_position, Width(Current)));
        Skip();
    }

    /// <summary>Passes over a line break.</summary>
    public void SkipBreak()
    {
        var width = BreakWidth(_position);
        _index += Current == '\r' && width == 2 ? 2 : 1;
        _position += width;
        _line++;
        Column = 0;
    }

    /// <summary>Passes over a line break and keeps it: LS and PS as they are, every other one as LF.</summary>
    public void CopyBreak(TextBuffer into)
    {
        if (Current == 0xE2) into.Append(padded.AsSpan(_position, 3));
        else into.Append((byte)'\n');
        SkipBreak();
    }

    public void SkipBlanks()
    {
        while (IsBlank) Skip();
    }

    /// <summary>Passes over a comment, if there is one, up to the end of its line.</summary>
    public void SkipComment()
    {
        if (Current != '#') return;
        while (!IsBreakOrEnd) Skip();
    }

    /// <summary>The end of the source counts as the start of a line of its own.</summary>
    public void EndLine()
    {
        if (Column == 0) return;
        Column = 0;
        _line++;
    }

    /// <summary>The bytes of the line break at <paramref name="at"/>, or 0 when there is none.</summary>
    private int BreakWidth(int at) => padded[at] switch
    {
        (byte)'\n' => 1,
        (byte)'\r' => padded[at + 1] == '\n' ? 2 : 1,
        0xC2 when padded[at + 1] == 0x85 => 2,
        0xE2 when padded[at + 1] == 0x80 && padded[at + 2] is 0xA8 or 0xA9 => 3,
        _ => 0,
    };

    private static int Width(byte lead) => lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}
