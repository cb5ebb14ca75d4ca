namespace Kybernet.Machinery.Yaml.Scanning;

/// <summary>The blanks and line breaks between two runs of a flow scalar, held back until it is known that another run follows.</summary>
/// <remarks>
/// Blanks within a line are kept. One line break becomes a space; of several, all but the first are kept. Blanks around
/// line breaks are dropped. A first break that is LS or PS is kept as it is.
/// </remarks>
internal sealed class LineFold
{
    private readonly TextBuffer _blanks = new(16);
    private readonly TextBuffer _first = new(4);
    private readonly TextBuffer _rest = new(16);

    /// <summary>True after a line break.</summary>
    public bool HasBreak { get; set; }

    /// <summary>Takes the blanks and breaks before the cursor. Behind a line break tabs may stand from <paramref name="indent"/> on.</summary>
    /// <returns>False before a tab that is part of the indentation.</returns>
    public bool Take(SourceCursor cursor, int indent = 0)
    {
        while (true)
        {
            if (cursor.IsBlank)
            {
                if (HasBreak && cursor.Current == '\t' && cursor.Column < indent) return false;
                if (HasBreak) cursor.Skip();
                else cursor.Copy(_blanks);
            }
            else if (cursor.IsBreak)
            {
                if (!HasBreak) _blanks.Clear();
                cursor.CopyBreak(HasBreak ? _rest : _first);
                HasBreak = true;
            }
            else
            {
                return true;
            }
        }
    }

    /// <summary>Writes what was held back to <paramref name="text"/>, folded, and starts afresh.</summary>
    public void Join(TextBuffer text)
    {
        if (!HasBreak)
        {
            text.Append(_blanks.Written);
        }
        else if (_first.Length > 0 && _first.Written[0] == '\n')
        {
            if (_rest.Length == 0) text.Append((byte)' ');
            else text.Append(_rest.Written);
        }
        else
        {
            text.Append(_first.Written);
            text.Append(_rest.Written);
        }

        Discard();
    }

    public void Discard()
    {
        _blanks.Clear();
        _first.Clear();
        _rest.Clear();
        HasBreak = false;
    }
}
