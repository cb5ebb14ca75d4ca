using System.IO.Enumeration;

namespace Kybernet.EndToEnd.Tests.Kubectl;

/// <summary>One command, and what it should print and return.</summary>
internal sealed record ScriptStep(string Command, int ExitCode, string Differs, IReadOnlyList<string> Expected)
{
    /// <summary>What is wrong with the answer; null when nothing is.</summary>
    public string? Judge(int exitCode, string output, string space)
    {
        var lines = output.Split('\n').Select(line => line.TrimEnd()).ToList();
        var wrong = exitCode != ExitCode ? $"exit code {exitCode}, not {ExitCode}" : Missing(lines, space);
        return (wrong, Differs) switch
        {
            (null, "") => null,
            (not null, not "") when exitCode != Script.TimedOut => null,
            (null, _) => $"$ {Command}\n  is as upstream's now: remove its mark",
            _ => $"$ {Command}\n  {wrong}\n    {string.Join("\n    ", lines)}",
        };
    }

    private string? Missing(List<string> lines, string space)
    {
        var next = 0;
        foreach (var expected in Expected.Select(line => line.Replace("$NS", space, StringComparison.Ordinal).TrimEnd()))
        {
            if (expected[0] == '!')
            {
                if (lines.Any(line => line.Contains(expected[1..], StringComparison.Ordinal))) return $"has what it should not: {expected[1..]}";
                continue;
            }

            // A backslash stands for itself.
            var pattern = expected.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("?", "\\?", StringComparison.Ordinal);
            var found = lines.FindIndex(next, line => FileSystemName.MatchesSimpleExpression(pattern, line, ignoreCase: false));
            if (found < 0) return $"lacks the line: {expected}";
            next = found + 1;
        }

        return null;
    }
}
