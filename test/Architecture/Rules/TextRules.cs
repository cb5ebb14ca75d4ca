using System.Text.RegularExpressions;
using Kybernet.Architecture.Tests.Sources;

namespace Kybernet.Architecture.Tests.Rules;

/// <summary>What holds for every text file, whatever its language.</summary>
internal static partial class TextRules
{
    /// <summary>Files that others wrote or machines make: golden data, licences.</summary>
    public static bool IsOurText(string path) =>
        !path.Contains("/Data/", StringComparison.Ordinal)
        && !(path.Contains("/Golden/", StringComparison.Ordinal) && Path.GetExtension(path) is (".json" or ".yaml"))
        && path is not "LICENSE"
        && Path.GetExtension(path) is "" or ".cs" or ".csproj" or ".props" or ".targets" or ".slnx" or ".schema" or ".md" or ".txt" or ".yaml" or ".yml"
            or ".json" or ".proto" or ".editorconfig" or ".gitignore";

    public static IEnumerable<Finding> CheckWhiteSpace(string path, string text)
    {
        if (text.Length == 0 || text[^1] != '\n') yield return new(path, 0, "does not end with a line break");
        if (text.EndsWith("\n\n", StringComparison.Ordinal)) yield return new(path, 0, "ends with empty lines");
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.EndsWith('\r')) yield return new(path, number, "ends with a carriage return");
            else if (line.Length > 0 && char.IsWhiteSpace(line[^1])) yield return new(path, number, "trailing white space");
            if (line.Contains('\t', StringComparison.Ordinal)) yield return new(path, number, "a tab: indent with spaces, write \\t in strings");
        }
    }

    /// <summary>The repository speaks of the project alone: of no machine it was written on, of no plan, of no unfinished thought.</summary>
    public static IEnumerable<Finding> CheckVoice(string path, string text)
    {
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (MachinePath().IsMatch(line)) yield return new(path, number, "names a place on somebody's machine");
            if (IssueNumber().IsMatch(line)) yield return new(path, number, "names an issue: say the fact instead");
            if (Unfinished().IsMatch(line)) yield return new(path, number, "an unfinished thought: do it, or write it in the component's README");
        }
    }

    [GeneratedRegex(@"(?<![\w.:/*-])/(work|tmp|home/\w+|Users/\w+)/")]
    private static partial Regex MachinePath();

    // An issue of a project we stand on explains a workaround; it is named with the project.
    [GeneratedRegex(@"(?<!\b(etcd|Kubernetes|containerd|runc|SQLite|\.NET) )\b(issue|ticket|PR|pull request) #?\d+", RegexOptions.IgnoreCase)]
    private static partial Regex IssueNumber();

    // Split, so that this file does not find itself.
    [GeneratedRegex(@"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK)\b")]
    private static partial Regex Unfinished();
}
