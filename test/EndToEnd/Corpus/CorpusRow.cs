using System.Globalization;
using System.Text.Json.Nodes;

namespace Kybernet.EndToEnd.Tests.Corpus;

/// <summary>
/// One change and upstream's answer: <c>path := JSON => Reason field</c>, or <c>!path => …</c> to remove it. The reason is a cause's
/// without <c>FieldValue</c>; in its place may stand <c>400</c> or <c>ok</c>. A row that starts with <c>~</c> is known to be answered
/// otherwise, and fails once it is not.
/// </summary>
internal sealed record CorpusRow(string Line, string Path, string? Json, string Reason, string Field, bool Differs)
{
    public static CorpusRow Parse(string line)
    {
        var differs = line[0] == '~';
        var (change, answer) = line[(differs ? 1 : 0)..].Split(" => ") is [var left, var right] ? (left, right) : throw new FormatException(line);
        var (reason, field) = answer.Split(' ', 2) is [var first, var second] ? (first, second) : (answer, "");
        return change.Split(" := ", 2) is [var path, var json]
            ? new(line, path, json, reason, field, differs)
            : new(line, change[1..], null, reason, field, differs);
    }

    /// <summary>The valid object with the change made to it.</summary>
    public JsonObject Spoil(JsonObject valid)
    {
        var root = valid.DeepClone().AsObject();
        JsonNode at = root;
        var steps = Path.Replace("[", ".[", StringComparison.Ordinal).Split('.');
        foreach (var step in steps[..^1]) at = Child(at, step);
        Set(at, steps[^1]);
        return root;
    }

    /// <summary>Says what is wrong with the answer; null when nothing is.</summary>
    public string? Judge(int code, JsonNode status)
    {
        var isAsUpstream = IsAsUpstream(code, status);
        if (isAsUpstream != Differs) return null;
        return isAsUpstream ? $"{Line}\n   is as upstream's now: remove its mark" : $"{Line}\n   {code} {(string?)status["message"]}";
    }

    private bool IsAsUpstream(int code, JsonNode status) => Reason switch
    {
        "ok" => code == 201,
        "400" => code == 400,
        _ => code == 422 && (status["details"]?["causes"]?.AsArray() ?? []).Any(
            cause => (string?)cause!["field"] == Field && (string?)cause["reason"] == "FieldValue" + Reason),
    };

    private static JsonNode Child(JsonNode node, string step)
    {
        if (step[0] == '[') return node[Index(step)]!;
        return node[step] ??= new JsonObject();
    }

    private void Set(JsonNode node, string step)
    {
        var value = Json is null ? null : JsonNode.Parse(Json);
        if (step[0] == '[') node[Index(step)] = value;
        else if (Json is null) node.AsObject().Remove(step);
        else node[step] = value;
    }

    private static int Index(string step) => int.Parse(step.AsSpan(1, step.Length - 2), CultureInfo.InvariantCulture);
}
