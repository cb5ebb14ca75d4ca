using System.Text.RegularExpressions;
using Kybernet.Architecture.Tests.Sources;

namespace Kybernet.Architecture.Tests.Rules;

/// <summary>Log events are catalogued: each has an id, unique within its component.</summary>
internal static partial class LogRule
{
    public static IEnumerable<Finding> Check(IEnumerable<SourceFile> component)
    {
        var seen = new Dictionary<string, string>();
        foreach (var file in component)
        {
            for (var i = 0; i < file.Code.Count; i++)
            {
                if (!file.Code[i].Contains("[LoggerMessage(", StringComparison.Ordinal)) continue;
                var id = Id().Match(file.Code[i]).Groups["id"].Value;
                if (id.Length == 0) yield return new(file.Path, i + 1, "a log event without an id");
                else if (!seen.TryAdd(id, $"{file.Path}:{i + 1}")) yield return new(file.Path, i + 1, $"log event id {id} is taken by {seen[id]}");
            }
        }
    }

    [GeneratedRegex(@"\[LoggerMessage\(\s*(?:EventId\s*=\s*)?(?<id>\d+)\b|\bEventId\s*=\s*(?<id>\d+)")]
    private static partial Regex Id();
}
