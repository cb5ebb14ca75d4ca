using System.Diagnostics.CodeAnalysis;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tables.Custom;

/// <summary>
/// A path into a JSON value, as columns of custom resources state it: <c>.spec.replicas</c>, <c>.status.conditions[0].type</c>,
/// <c>.status.conditions[?(@.type=="Ready")].status</c>. Upstream: <c>client-go/util/jsonpath</c>, of which this is what one path may
/// hold: fields, keys in quotes, indices, slices, wildcards, unions, filters and recursive descent.
/// </summary>
public sealed class JsonQuery
{
    private readonly IReadOnlyList<JsonQueryStep> _steps;

    internal JsonQuery(IReadOnlyList<JsonQueryStep> steps) => _steps = steps;

    public static bool TryParse(string text, [NotNullWhen(true)] out JsonQuery? query, [NotNullWhen(false)] out string? error)
    {
        var parser = new JsonQueryParser(text);
        var steps = parser.Parse();
        error = parser.Error;
        query = error is null ? new(steps) : null;
        return query is not null;
    }

    /// <summary>
    /// The values the path leads to; none where it leads nowhere. Null when the value's shape does not fit the path: an index beyond
    /// the end, or into what is no array.
    /// </summary>
    public IReadOnlyList<JsonValue>? Find(JsonValue root)
    {
        IReadOnlyList<JsonValue>? values = [root];
        foreach (var step in _steps)
        {
            values = step.Apply(values);
            if (values is null) return null;
        }

        return values;
    }
}
