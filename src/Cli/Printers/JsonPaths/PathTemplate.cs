using System.Text;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Printers.JsonPaths;

/// <summary>A JSONPath template. What a path does not find is left out. Upstream: client-go/util/jsonpath.</summary>
internal sealed class PathTemplate(string template)
{
    private readonly IReadOnlyList<Part> _parts = JsonPathParser.Parse(template);

    /// <summary>The template's text for a value.</summary>
    public string Format(JsonValue root)
    {
        var text = new StringBuilder();
        Write(text, _parts, root, root);
        return text.ToString();
    }

    /// <summary>What the first path of the template finds.</summary>
    public IReadOnlyList<JsonValue> Find(JsonValue root) =>
        _parts.FirstOrDefault(static part => part.Path is not null)?.Path is { } path ? [.. Walk(path, root)] : [];

    private static void Write(StringBuilder text, IReadOnlyList<Part> parts, JsonValue current, JsonValue root)
    {
        foreach (var part in parts)
        {
            if (part.Path is not { } path) text.Append(part.Text);
            else if (part.Body is { } body)
                foreach (var value in Walk(path, current)) Write(text, body, value, root);
            else text.AppendJoin(' ', Walk(path, current).Select(Text));
        }
    }

    private static string Text(JsonValue value) => value.Kind == JsonKind.String ? value.AsString()! : value.ToString();

    private static IEnumerable<JsonValue> Walk(IReadOnlyList<Step> steps, JsonValue value)
    {
        IEnumerable<JsonValue> values = [value];
        foreach (var step in steps) values = values.SelectMany(one => Take(step, one));
        return values;
    }

    private static IEnumerable<JsonValue> Take(Step step, JsonValue value)
    {
        switch (step.Kind)
        {
            case StepKind.Field:
                return value.Members.ContainsKey(step.Name) && !value[step.Name].IsNull ? [value[step.Name]] : [];
            case StepKind.Wildcard:
                return value.Kind == JsonKind.Array ? value.Items : value.Pairs().Select(static pair => pair.Value);
            case StepKind.Recursive:
                return Below(value);
            case StepKind.Slice:
                return Slice(step, value);
            case StepKind.Union:
                return step.Parts.SelectMany(part => Walk(part, value));
            default:
                var items = value.Kind == JsonKind.Array ? value.Items : value.Pairs().Select(static pair => pair.Value);
                return items.Where(item => Holds(step, item));
        }
    }

    private static IEnumerable<JsonValue> Below(JsonValue value)
    {
        yield return value;
        var children = value.Kind == JsonKind.Array ? value.Items : value.Pairs().Select(static pair => pair.Value);
        foreach (var child in children)
            foreach (var found in Below(child)) yield return found;
    }

    private static IEnumerable<JsonValue> Slice(Step step, JsonValue value)
    {
        var count = value.Items.Count;
        var (first, last, by, isIndex) = step.Range;
        var from = first ?? 0;
        if (from < 0) from += count;
        if (isIndex)
        {
            if (value.Kind != JsonKind.Array) return [];
            return from >= 0 && from < count
                ? [value.Items[from]]
                : throw new CliException($"error executing jsonpath \"{step.Range.From}\": array index out of bounds: index {from}, length {count}");
        }

        var to = Math.Min(last is { } end ? end < 0 ? end + count : end : count, count);
        return Enumerable.Range(0, Math.Max(0, to - from)).Where(i => i % (by ?? 1) == 0).Select(i => value.Items[from + i]);
    }

    private static bool Holds(Step step, JsonValue item)
    {
        var (left, @operator, right) = step.Filter;
        var found = Values(left, item);
        if (@operator.Length == 0) return found.Count > 0;
        if (found.Count == 0 || Values(right, item) is not [var wanted, ..]) return false;
        var order = Compare(found[0], wanted);
        return @operator switch
        {
            "==" => order == 0,
            "!=" => order != 0,
            "<" => order < 0,
            ">" => order > 0,
            "<=" => order <= 0,
            ">=" => order >= 0,
            _ => throw new CliException($"unrecognized filter operator {@operator}"),
        };
    }

    private static List<JsonValue> Values(Operand operand, JsonValue item) => operand.Path is { } path ? [.. Walk(path, item)] : [operand.Literal];

    private static int Compare(JsonValue left, JsonValue right) =>
        left.AsDouble() is { } one && right.AsDouble() is { } other ? one.CompareTo(other) : string.CompareOrdinal(Text(left), Text(right));
}
