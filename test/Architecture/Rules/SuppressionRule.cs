using System.Text.RegularExpressions;
using Kybernet.Architecture.Tests.Sources;

namespace Kybernet.Architecture.Tests.Rules;

/// <summary>Each suppressed warning carries its reason, on its line or the one above.</summary>
internal static partial class SuppressionRule
{
    public static IEnumerable<Finding> CheckCode(SourceFile file)
    {
        for (var i = 0; i < file.Lines.Count; i++)
        {
            // In the code, not in a string that a generator writes.
            var code = file.Code[i];
            var line = file.Lines[i];
            if (Pragma().IsMatch(code) && !HasComment(line) && !HasComment(Above(file.Lines, i)))
                yield return new(file.Path, i + 1, "the suppressed warning has no reason: add // and why");
            if (Attribute().IsMatch(code) && !line.Contains("Justification = \"", StringComparison.Ordinal) && !HasComment(Above(file.Lines, i)))
                yield return new(file.Path, i + 1, "the suppressed warning has no reason: add Justification");
        }
    }

    public static IEnumerable<Finding> CheckProject(string path, IReadOnlyList<string> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (!NoWarn().IsMatch(lines[i])) continue;
            if (!lines[i].Contains("<!--", StringComparison.Ordinal) && !Above(lines, i).Contains("-->", StringComparison.Ordinal))
                yield return new(path, i + 1, "the suppressed warning has no reason: add a comment above it");
        }
    }

    private static bool HasComment(string line) => Comment().IsMatch(line);

    private static string Above(IReadOnlyList<string> lines, int i) => i > 0 ? lines[i - 1] : "";

    [GeneratedRegex(@"//+\s*\w{2,}")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^\s*#pragma\s+warning\s+disable\b")]
    private static partial Regex Pragma();

    [GeneratedRegex(@"\[.*\b(SuppressMessage|UnconditionalSuppressMessage)\(")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"<(NoWarn|WarningsNotAsErrors|MSBuildWarningsAsMessages)>|\bNoWarn=""")]
    private static partial Regex NoWarn();
}
