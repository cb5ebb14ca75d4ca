using System.Text.RegularExpressions;
using Kybernet.Architecture.Tests.Sources;

namespace Kybernet.Architecture.Tests.Rules;

/// <summary>A page that leads through the code names files that are there and methods that they declare.</summary>
/// <remarks>A row is <c>| what | [File.cs](path) | `Method`, `Method` |</c>. Calling a method is not declaring it.</remarks>
internal static partial class WalkRule
{
    public static IEnumerable<Finding> Check(string document, IReadOnlyList<string> lines, IReadOnlyList<SourceFile> sources)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var row = Row().Match(lines[i]);
            if (!row.Success) continue;
            var path = row.Groups["path"].Value;
            var methods = Method().Matches(row.Groups["methods"].Value);
            if (sources.FirstOrDefault(source => source.Path == path) is not { } file)
                yield return new(document, i + 1, $"names {path}, which is not there");
            else if (methods.Count == 0) yield return new(document, i + 1, $"names no method of {path}");
            else
                foreach (var name in methods.Select(method => method.Groups["name"].Value).Where(name => !Declares(file, name)))
                    yield return new(document, i + 1, $"names {name}, which {path} does not declare");
        }
    }

    /// <summary>How many rows name a file.</summary>
    public static int CountRows(IEnumerable<string> lines) => lines.Count(line => Row().IsMatch(line));

    // A declaration has a type before its name and is no statement; what lies between the two is modifiers.
    private static bool Declares(SourceFile file, string name)
    {
        const string NoStatement = @"^\s+(?!\s)(?!.*\b(?:return|await|yield|throw|else|new|var)\b.*\b";
        const string Type = @"[\w.<>?,\[\]() ]*[\w>?\])] ";
        var declaration = new Regex(NoStatement + name + @"\()" + Type + name + @"(?:<[\w, ]+>)?\(");
        return file.Code.Any(declaration.IsMatch);
    }

    [GeneratedRegex(@"^\|.*\| \[[^\]]+\]\((?:\.\./)*(?<path>src/[^)]+\.cs)\) \|(?<methods>.*)\|$")]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<name>\w+)`")]
    private static partial Regex Method();
}
