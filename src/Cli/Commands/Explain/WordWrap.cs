using System.Text;

namespace Kybernet.Cli.Commands.Explain;

/// <summary>Breaks lines at white space. Upstream's explain uses the same rules (mitchellh/go-wordwrap).</summary>
internal static class WordWrap
{
    /// <summary>No line is longer than <paramref name="limit"/> characters, unless a word is. Line breaks stay.</summary>
    public static string Wrap(string text, int limit)
    {
        var output = new StringBuilder();
        var (word, space) = (new StringBuilder(), new StringBuilder());
        var current = 0;
        foreach (var unit in text)
        {
            if (unit == '\n')
            {
                if (word.Length == 0 && current + space.Length > limit) space.Clear();
                Put();
                output.Append(unit);
                current = 0;
            }
            else if (char.IsWhiteSpace(unit) && unit != '\u00a0')
            {
                if (space.Length == 0 || word.Length > 0) Put();
                space.Append(unit);
            }
            else
            {
                word.Append(unit);
                if (current + word.Length + space.Length <= limit || word.Length >= limit) continue;
                output.Append('\n');
                current = 0;
                space.Clear();
            }
        }

        if (word.Length > 0 || current + space.Length <= limit) Put();
        return output.ToString();

        void Put()
        {
            current += space.Length + word.Length;
            output.Append(space).Append(word);
            space.Clear();
            word.Clear();
        }
    }

    /// <summary>Sets every line in, empty ones too.</summary>
    public static string Indent(int amount, string text)
    {
        var pad = new string(' ', amount);
        return pad + text.Replace("\n", "\n" + pad, StringComparison.Ordinal);
    }
}
