using System.Text.RegularExpressions;
using Kybernet.Architecture.Tests.Sources;

namespace Kybernet.Architecture.Tests.Rules;

/// <summary>A method fits a screen: no block between a brace and its partner is longer than 60 lines, but for types.</summary>
/// <remarks>The formatter puts braces on lines of their own, a block's two at the same column.</remarks>
internal static partial class BlockRule
{
    public const int MostLines = 60;

    public static IEnumerable<Finding> Check(SourceFile file)
    {
        var open = new Stack<(int Line, int Column, bool IsType)>();
        for (var i = 0; i < file.Code.Count; i++)
        {
            var code = file.Code[i].TrimEnd();
            var text = code.TrimStart();
            var column = code.Length - text.Length;
            if (text == "{")
            {
                open.Push((i, column, IsType(file.Code, i)));
            }
            else if (text.StartsWith('}') && open.TryPeek(out var block) && block.Column == column)
            {
                open.Pop();
                var length = i - block.Line - 1;
                if (!block.IsType && length > MostLines)
                    yield return new(file.Path, block.Line + 1, $"{length} lines in one block, {MostLines} at most");
            }
        }
    }

    /// <summary>True when the declaration above the brace is a type's. It may span lines: parameters, bases, constraints.</summary>
    private static bool IsType(IReadOnlyList<string> code, int brace)
    {
        for (var i = brace - 1; i >= 0; i--)
        {
            var line = code[i].Trim();
            if (line.Length == 0 || line is "{" or "}" || line.EndsWith(';') || line.EndsWith('}')) return false;
            if (TypeHead().IsMatch(line)) return true;
        }

        return false;
    }

    [GeneratedRegex(
        @"^(?:(?:public|internal|private|protected|file|sealed|abstract|static|readonly|partial|ref|unsafe|new)\s+)*"
        + @"(?:class|struct|record|interface|enum|extension|namespace)\b")]
    private static partial Regex TypeHead();
}
