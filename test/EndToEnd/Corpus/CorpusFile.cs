using System.Text.Json.Nodes;
using Kybernet.Machinery.Yaml;

namespace Kybernet.EndToEnd.Tests.Corpus;

/// <summary>
/// A valid object of one kind and the ways to spoil it. Three parts with <c>---</c> between: <c>POST path</c>; the object as YAML; a row a
/// line. <c>$NS</c> is the test's namespace.
/// </summary>
internal sealed record CorpusFile(string Path, JsonObject Valid, IReadOnlyList<CorpusRow> Rows)
{
    public static CorpusFile Parse(string text, string space)
    {
        var parts = text.Replace("$NS", space, StringComparison.Ordinal).Split("---\n");
        var yaml = YamlReader.Read(parts[1]);
        var valid = JsonNode.Parse(yaml.Documents[0].Json.Span)!.AsObject();
        var rows = parts[2].Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#');
        return new(parts[0].Trim()["POST ".Length..], valid, [.. rows.Select(CorpusRow.Parse)]);
    }
}
