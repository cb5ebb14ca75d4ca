using System.Text.RegularExpressions;

namespace Kybernet.Architecture.Tests.Rules;

/// <summary>Reads severities from lines of .editorconfig.</summary>
internal static partial class EditorConfigRule
{
    /// <summary>The severity that the line gives, or null when it gives none.</summary>
    public static string? Severity(string line)
    {
        var match = Assignment().Match(line);
        return match.Success ? match.Groups["severity"].Value : null;
    }

    [GeneratedRegex(@"^\s*[\w.]+(?:\.severity\s*=\s*(?<severity>\w+)|\s*=\s*\w+:(?<severity>\w+))\s*$")]
    private static partial Regex Assignment();
}
