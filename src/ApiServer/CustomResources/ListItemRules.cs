using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.Registry.ApiExtensions;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.CustomResources;

/// <summary>Items of sets differ, and so do the keys of lists that are maps. Upstream: <c>apiserver/schema/listtype</c>.</summary>
internal static class ListItemRules
{
    public static void Check(FieldErrorList errors, FieldPath path, JsonValue value, JSONSchemaProps schema)
    {
        if (value.Kind == JsonKind.Array)
        {
            if (schema.XKubernetesListType == "set") CheckSet(errors, path, value.Items, value.Items);
            else if (schema.XKubernetesListType == "map") CheckMap(errors, path, value.Items, schema.XKubernetesListMapKeys);
            if (schema.Items?.Schema is not { } item) return;
            for (var i = 0; i < value.Items.Count; i++) Check(errors, path.Index(i), value.Items[i], item);
        }

        if (value.Kind != JsonKind.Object) return;
        foreach (var (name, member) in value.Members)
        {
            if (schema.AdditionalProperties?.Schema is { } additional) Check(errors, path.Key(name), member, additional);
            if (schema.Properties.TryGetValue(name, out var property)) Check(errors, path.Child(name), member, property);
        }
    }

    /// <summary>Reports each value that is there more than once, once.</summary>
    private static void CheckSet(FieldErrorList errors, FieldPath path, ListOf<JsonValue> items, ListOf<JsonValue> shown)
    {
        var seen = new Dictionary<JsonValue, int>();
        for (var i = 0; i < items.Count; i++)
        {
            var times = seen.GetValueOrDefault(items[i]);
            seen[items[i]] = times + 1;
            if (times == 1) errors.Add(FieldError.Duplicate(path.Index(i), JsonText.Shown(shown[i])));
        }
    }

    private static void CheckMap(FieldErrorList errors, FieldPath path, ListOf<JsonValue> items, ListOf<string> keys)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].Kind is JsonKind.Object or JsonKind.Null) continue;
            errors.Add(FieldError.Invalid(path.Index(i), JsonText.Shown(items[i]), "must be an object for an array of list-type map"));
            return;
        }

        var keyed = items.Select(item => KeyOf(item, keys)).ToListOf();
        CheckSet(errors, path, keyed, keyed);
    }

    /// <summary>What tells an item of a list that is a map from the others.</summary>
    public static JsonValue KeyOf(JsonValue item, ListOf<string> keys)
    {
        var key = JsonValue.From(MapOf<JsonValue>.Empty);
        foreach (var name in keys)
            if (item.Members.TryGetValue(name, out var value)) key = key.With(name, value);
        return key;
    }
}
