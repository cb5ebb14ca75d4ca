namespace Kybernet.Machinery.Yaml.Scanning;

/// <summary>Reads literal (<c>|</c>) and folded (<c>&gt;</c>) scalars.</summary>
internal sealed class BlockScalarScanner(ScanState state)
{
    private readonly TextBuffer _break = new(4);
    private readonly TextBuffer _emptyLines = new(16);
    private bool? _keepsBreaks;
    private int _increment;
    private int _indent;

    private SourceCursor Cursor => state.Cursor;

    public bool Scan(bool literal, out Token token)
    {
        token = default;
        var start = Cursor.Mark;
        Cursor.Skip();
        if (!ScanHeader()) return false;
        _indent = _increment == 0 ? 0 : Math.Max(state.Indent, 0) + _increment;
        _break.Clear();
        _emptyLines.Clear();
        var end = Cursor.Mark;
        var textStart = state.Text.Length;
        if (!ScanEmptyLines(ref end)) return false;
        var wasBlank = false;
        while (Cursor.Column == _indent && !Cursor.IsEnd)
        {
            AppendBreaks(isFolded: !literal && !wasBlank && !Cursor.IsBlank);
            wasBlank = Cursor.IsBlank;
            while (!Cursor.IsBreakOrEnd) Cursor.Copy(state.Text);
            if (Cursor.IsBreak) Cursor.CopyBreak(_break);
            if (!ScanEmptyLines(ref end)) return false;
        }

        // Without an indicator the last line break is kept and the empty lines behind it are dropped.
        if (_keepsBreaks != false) state.Text.Append(_break.Written);
        if (_keepsBreaks == true) state.Text.Append(_emptyLines.Written);
        token = new(TokenKind.Scalar, start, end) { Text = state.TextSince(textStart) };
        return true;
    }

    /// <summary>The indentation digit and the chomping sign, in either order, and the rest of the line.</summary>
    private bool ScanHeader()
    {
        _keepsBreaks = null;
        _increment = 0;
        ScanChomping();
        if (Cursor.Current == '0') return state.Fail("found an indentation indicator equal to 0");
        if (char.IsAsciiDigit((char)Cursor.Current))
        {
            _increment = Cursor.Current - '0';
            Cursor.Skip();
            if (_keepsBreaks is null) ScanChomping();
        }

        Cursor.SkipBlanks();
        Cursor.SkipComment();
        if (!Cursor.IsBreakOrEnd) return state.Fail("did not find expected comment or line break");
        if (Cursor.IsBreak) Cursor.SkipBreak();
        return true;
    }

    private void ScanChomping()
    {
        if (Cursor.Current is not ((byte)'+' or (byte)'-')) return;
        _keepsBreaks = Cursor.Current == '+';
        Cursor.Skip();
    }

    private void AppendBreaks(bool isFolded)
    {
        if (!isFolded || _break.Length == 0 || _break.Written[0] != '\n') state.Text.Append(_break.Written);
        else if (_emptyLines.Length == 0) state.Text.Append((byte)' ');
        state.Text.Append(_emptyLines.Written);
        _break.Clear();
        _emptyLines.Clear();
    }

    /// <summary>
    /// Takes indentation and empty lines up to the next line with content. The first one decides the indentation when
    /// the header doesn't: that of the deepest line so far, at least one deeper than the collection around it.
    /// </summary>
    private bool ScanEmptyLines(ref Mark end)
    {
        end = Cursor.Mark;
        var deepest = 0;
        while (true)
        {
            while (Cursor.Current == ' ' && (_indent == 0 || Cursor.Column < _indent)) Cursor.Skip();
            deepest = Math.Max(deepest, Cursor.Column);
            if (Cursor.Current == '\t' && (_indent == 0 || Cursor.Column < _indent))
                return state.Fail("found a tab character where an indentation space is expected");
            if (!Cursor.IsBreak) break;
            Cursor.CopyBreak(_emptyLines);
            end = Cursor.Mark;
        }

        if (_indent == 0) _indent = Math.Max(Math.Max(deepest, state.Indent + 1), 1);
        return true;
    }
}
