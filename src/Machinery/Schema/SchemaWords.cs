using System.Text;

namespace Kybernet.Machinery.Schema;

/// <summary>The words of one line of a schema file: separated by blanks, quoted where they hold any, up to a <c>#</c>.</summary>
internal sealed class SchemaWords
{
    private readonly List<(string Text, string Raw)> _words = new();
    private int _next;

    public SchemaWords(string line)
    {
        var i = 0;
        while (i < line.Length)
        {
            if (char.IsWhiteSpace(line[i])) i++;
            else if (line[i] == '#') return;
            else if (line[i] == '"') i = Quoted(line, i);
            else i = Bare(line, i);
        }
    }

    public int Count => _words.Count;

    public bool More => _next < _words.Count;

    public string? Problem { get; private set; }

    public string Next()
    {
        if (More) return _words[_next++].Text;
        Problem ??= "the line ends too early";
        return "";
    }

    /// <summary>The next word as it is written: JSON strings keep their quotes.</summary>
    public string NextJson()
    {
        if (More) return _words[_next++].Raw;
        Problem ??= "the line ends too early";
        return "null";
    }

    public bool Accept(string word)
    {
        if (!More || _words[_next].Text != word) return false;
        _next++;
        return true;
    }

    public IReadOnlyList<string> Rest()
    {
        var rest = new List<string>(_words.Count - _next);
        while (More) rest.Add(Next());
        return rest;
    }

    private int Bare(string line, int start)
    {
        var end = start;
        while (end < line.Length && !char.IsWhiteSpace(line[end]) && (line[end] != '#' || end == start)) end++;
        var text = line.Substring(start, end - start);
        _words.Add((text, text));
        return end;
    }

    private int Quoted(string line, int start)
    {
        var text = new StringBuilder();
        var i = start + 1;
        for (; i < line.Length && line[i] != '"'; i++)
        {
            if (line[i] == '\\' && i + 1 < line.Length) i++;
            text.Append(line[i]);
        }

        if (i >= line.Length) Problem = "a quoted word without its closing quote";
        else i++;
        _words.Add((text.ToString(), line.Substring(start, i - start)));
        return i;
    }
}
