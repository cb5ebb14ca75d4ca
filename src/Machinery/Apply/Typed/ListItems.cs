using System.Diagnostics.CodeAnalysis;
using Kybernet.Machinery.Apply.Fields;
using Kybernet.Machinery.Apply.Types;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Apply.Typed;

/// <summary>The step that leads to an item of an associative list: its keys, or the scalar itself.</summary>
internal static class ListItems
{
    /// <summary>False when the item has no such step; the error says why, and the step is none.</summary>
    public static bool TryStep(ListSchema list, JsonValue item, out PathElement step, [NotNullWhen(false)] out string? error)
    {
        step = default;
        if (list.IsAtomic)
        {
            error = "invalid indexing of non-associative list";
            return false;
        }

        return list.Keys.Count > 0 ? TryKeys(list, item, out step, out error) : TryScalar(item, out step, out error);
    }

    private static bool TryKeys(ListSchema list, JsonValue item, out PathElement step, [NotNullWhen(false)] out string? error)
    {
        step = default;
        error = item.Kind switch
        {
            JsonKind.Object => null,
            JsonKind.Null => "associative list with keys may not have a null element",
            _ => "associative list with keys may not have non-map elements",
        };
        if (error is not null) return false;
        var keys = new List<KeyValuePair<string, JsonValue>>(list.Keys.Count);
        foreach (var name in list.Keys)
        {
            if (item.Members.TryGetValue(name, out var value))
            {
                keys.Add(KeyValuePair.Create(name, value));
                continue;
            }

            if (list.Element.Map is not { } type)
            {
                error = $"couldn't find default value for {name}: associative list may not have non-map types";
                return false;
            }

            // A key without value and default stays out: the item then differs from all that have it.
            if (type.Find(name)?.Default is { } standard) keys.Add(KeyValuePair.Create(name, standard));
        }

        if (keys.Count == 0)
        {
            error = $"associative list with keys has an element that omits all key fields [{string.Join(' ', list.Keys.Select(QuotedText.Of))}]"
                + " (and doesn't have default values for any key fields)";
            return false;
        }

        step = PathElement.Key(MapOf<JsonValue>.Adopt([.. keys]));
        return true;
    }

    private static bool TryScalar(JsonValue item, out PathElement step, [NotNullWhen(false)] out string? error)
    {
        error = item.Kind switch
        {
            JsonKind.Object => "associative list without keys has an element that's a map type",
            JsonKind.Array => "not supported: associative list with lists as elements",
            JsonKind.Null => "associative list without keys has an element that's an explicit null",
            _ => null,
        };
        step = error is null ? PathElement.Value(item) : default;
        return error is null;
    }
}
