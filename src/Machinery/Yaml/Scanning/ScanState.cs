using System.Diagnostics.CodeAnalysis;

namespace Kybernet.Machinery.Yaml.Scanning;

/// <summary>What the scanners of one document share: the reading place, the text of scalars and the context of the next token.</summary>
internal sealed class ScanState(SourceCursor cursor, TextBuffer text, int maxDepth)
{
    public SourceCursor Cursor { get; } = cursor;

    public TextBuffer Text { get; } = text;

    public int MaxDepth { get; } = maxDepth;

    /// <summary>The column of the innermost block collection, or -1 outside any.</summary>
    public int Indent { get; set; } = -1;

    /// <summary>How many flow collections are open; while there are any, indentation means nothing.</summary>
    public int FlowLevel { get; set; }

    /// <summary>True where the key of a mapping may start without a <c>?</c>.</summary>
    public bool IsSimpleKeyAllowed { get; set; } = true;

    /// <summary>The first error; nothing is scanned after it.</summary>
    public YamlError? Error { get; private set; }

    [MemberNotNullWhen(true, nameof(Error))]
    public bool HasFailed => Error is not null;

    /// <summary>Records the problem at the reading place. Returns false, for scanners to pass on.</summary>
    public bool Fail(string problem) => Fail(problem, Cursor.Mark);

    public bool Fail(string problem, Mark mark)
    {
        Error ??= YamlError.At(mark.Position, problem);
        return false;
    }

    public TextRange TextSince(int start) => new(start, Text.Length - start);
}
