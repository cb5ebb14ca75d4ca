using System.Text.RegularExpressions;
using Kybernet.Architecture.Tests.Sources;

namespace Kybernet.Architecture.Tests.Rules;

/// <summary>One type a file; companions are welcome while they are tiny and few.</summary>
internal static partial class TypeRule
{
    public const int MostTypes = 3;

    /// <summary>A companion has this many lines at most, its documentation aside.</summary>
    public const int MostCompanionLines = 30;

    /// <summary>A file this short may hold a whole family of one-line types.</summary>
    public const int ShortFile = 50;

    public static IEnumerable<Finding> Check(SourceFile file)
    {
        var types = Starts(file).ToList();
        if (types.Count <= 1 || file.Lines.Count <= ShortFile) yield break;
        if (types.Count > MostTypes) yield return new(file.Path, types[1], $"{types.Count} types in one file, {MostTypes} at most");
        var lengths = types.Select(start => Length(file, start)).Order().ToList();
        var companions = lengths.Take(lengths.Count - 1).Count(length => length > MostCompanionLines);
        if (companions > 0)
            yield return new(file.Path, types[1], $"{companions + 1} types of more than {MostCompanionLines} lines: give each a file");
    }

    private static IEnumerable<int> Starts(SourceFile file)
    {
        for (var i = 0; i < file.Code.Count; i++)
            if (TopLevelType().IsMatch(file.Code[i])) yield return i + 1;
    }

    private static int Length(SourceFile file, int start)
    {
        for (var i = start - 1; i < file.Code.Count; i++)
            if (file.Code[i].StartsWith('}') || (file.Code[i].TrimEnd().EndsWith(';') && !file.Code[i].StartsWith(' '))) return i - start + 2;
        return file.Code.Count - start + 1;
    }

    // File-scoped namespaces: a type at column 0 is a top-level one.
    [GeneratedRegex(
        @"^(?:(?:public|internal|file|sealed|abstract|static|readonly|partial|ref|unsafe)\s+)*"
        + @"(?:class|struct|record|interface|enum|delegate)\s+\w")]
    private static partial Regex TopLevelType();
}
