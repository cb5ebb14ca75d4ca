using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Machinery.Patch;

/// <summary>JSON merge patch, RFC 7396, as upstream's library (evanphx/json-patch) has it.</summary>
public static class MergePatch
{
    /// <summary>Members of the patch replace those of the object, <c>null</c> removes one, objects are merged.</summary>
    public static PatchResult Apply(JsonValue value, JsonValue patch)
    {
        if (patch.Kind is not (JsonKind.Object or JsonKind.Array)) return ApiError.BadRequest("Invalid JSON Patch");
        return patch.Kind == JsonKind.Object && value.Kind == JsonKind.Object ? Merge(value, patch) : WithoutNulls(patch);
    }

    private static JsonValue Merge(JsonValue value, JsonValue patch)
    {
        var before = value.Members.AsSpan();
        var changes = patch.Members.AsSpan();
        var merged = new List<KeyValuePair<string, JsonValue>>(before.Length + changes.Length);
        var (i, j) = (0, 0);
        while (i < before.Length || j < changes.Length)
        {
            var order = i == before.Length ? 1 : j == changes.Length ? -1 : Utf8Order.Compare(before[i].Key, changes[j].Key);
            if (order < 0)
            {
                merged.Add(before[i++]);
                continue;
            }

            var (name, change) = changes[j++];
            JsonValue current = order == 0 ? before[i++].Value : default;
            if (change.IsNull) continue;
            merged.Add(KeyValuePair.Create(name, Replace(current, change)));
        }

        return JsonValue.From(MapOf<JsonValue>.Adopt([.. merged]));
    }

    private static JsonValue Replace(JsonValue current, JsonValue change)
    {
        if (current.Kind != JsonKind.Object) return WithoutNulls(change);
        // What takes the place of an object keeps its nulls: upstream does not look into it.
        return change.Kind == JsonKind.Object ? Merge(current, change) : change;
    }

    /// <summary>The value without members that are null, at any depth. Items of lists stay.</summary>
    private static JsonValue WithoutNulls(JsonValue value)
    {
        switch (value.Kind)
        {
            case JsonKind.Object:
                var members = new List<KeyValuePair<string, JsonValue>>(value.Members.Count);
                foreach (var (name, member) in value.Members)
                    if (!member.IsNull) members.Add(KeyValuePair.Create(name, WithoutNulls(member)));
                return JsonValue.From(MapOf<JsonValue>.Adopt([.. members]));
            case JsonKind.Array:
                var items = new JsonValue[value.Items.Count];
                for (var i = 0; i < items.Length; i++) items[i] = WithoutNulls(value.Items[i]);
                return JsonValue.From(ListOf<JsonValue>.Adopt(items));
            default:
                return value;
        }
    }
}
