using System.Text;

namespace Kybernet.Cli.Printers;

/// <summary>Aligns cells that tabs separate, as Go's text/tabwriter does: a column is as wide as its widest cell among neighbouring lines.</summary>
/// <param name="minWidth">No column is narrower, its padding included.</param>
/// <param name="padding">Spaces after the widest cell.</param>
internal sealed class TabWriter(int minWidth, int padding)
{
    private readonly List<string[]> _lines = [];
    private readonly StringBuilder _open = new();

    // The widths of the last block, for lines that come later.
    private readonly List<int> _remembered = [];

    /// <summary>As kubectl's tables have it.</summary>
    public static TabWriter ForTables() => new(6, 3);

    /// <summary>As kubectl describe has it.</summary>
    public static TabWriter ForDescriptions() => new(0, 2);

    public void Write(string text)
    {
        foreach (var (i, part) in text.Split('\n').Index())
        {
            if (i > 0) EndLine();
            _open.Append(part);
        }
    }

    /// <summary>What was written, aligned. Later lines are no narrower where <paramref name="remembers"/>.</summary>
    public string Flush(bool remembers = false)
    {
        if (_open.Length > 0)
        {
            EndLine();
            return Format(remembers)[..^1];
        }

        return Format(remembers);
    }

    private void EndLine()
    {
        _lines.Add(_open.ToString().Split('\t'));
        _open.Clear();
    }

    private string Format(bool remembers)
    {
        var output = new StringBuilder();
        if (!remembers) _remembered.Clear();
        Block(0, _lines.Count, [], output, remembers);
        _lines.Clear();
        return output.ToString();
    }

    private void Block(int start, int end, List<int> widths, StringBuilder output, bool remembers)
    {
        var column = widths.Count;
        for (var line = start; line < end; line++)
        {
            if (column >= _lines[line].Length - 1) continue;
            Print(start, line, widths, output);
            start = line;
            var width = remembers && column < _remembered.Count ? _remembered[column] : minWidth;
            for (; line < end && column < _lines[line].Length - 1; line++)
                width = Math.Max(width, Length(_lines[line][column]) + padding);
            if (remembers)
            {
                if (column < _remembered.Count) _remembered[column] = width;
                else _remembered.Add(width);
            }

            widths.Add(width);
            Block(start, line, widths, output, remembers);
            widths.RemoveAt(widths.Count - 1);
            start = line;
            line--;
        }

        Print(start, end, widths, output);
    }

    private void Print(int start, int end, List<int> widths, StringBuilder output)
    {
        for (var line = start; line < end; line++)
        {
            var cells = _lines[line];
            for (var i = 0; i < cells.Length; i++)
            {
                output.Append(cells[i]);
                if (i < widths.Count && i < cells.Length - 1) output.Append(' ', Math.Max(0, widths[i] - Length(cells[i])));
            }

            output.Append('\n');
        }
    }

    private static int Length(string text) => text.EnumerateRunes().Count();
}
