using Kybernet.Cli.Resources;
using Kybernet.Machinery.Apply.Types;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Apply;

/// <summary>
/// The strategic merge patch that brings a live object to what is wanted: lists with a merge key are compared item by item.
/// Upstream: apimachinery/pkg/util/strategicpatch, <c>CreateThreeWayMergePatch</c>.
/// </summary>
internal static class StrategicDiff
{
    private const string Directive = "$patch";

    public static JsonValue ThreeWay(JsonValue original, JsonValue modified, JsonValue current, TypeSchema type) =>
        JsonValue.From(Members(original, modified, current, type).ToMapOf());

    private static List<KeyValuePair<string, JsonValue>> Members(JsonValue original, JsonValue modified, JsonValue current, TypeSchema? type)
    {
        var patch = new List<KeyValuePair<string, JsonValue>>();
        foreach (var (name, wanted) in modified.Pairs())
        {
            var live = current[name];
            if (wanted.IsNull)
            {
                if (!live.IsNull) patch.Add(KeyValuePair.Create(name, JsonValue.Null));
            }
            else if (wanted == live)
            {
            }
            else if (wanted.Kind == JsonKind.Object && live.Kind == JsonKind.Object)
            {
                Object(name, original[name], wanted, live, type, patch);
            }
            else if (wanted.Kind == JsonKind.Array && live.Kind == JsonKind.Array && Field(type, name) is { } field && field.PatchStrategies.Contains("merge"))
            {
                if (field.PatchMergeKey.Length > 0) Keyed(name, original[name], wanted, live, field, patch);
                else Scalars(name, original[name], wanted, live, patch);
            }
            else
            {
                patch.Add(KeyValuePair.Create(name, wanted));
            }
        }

        foreach (var (name, _) in original.Pairs())
            if (!modified.Members.ContainsKey(name) && !current[name].IsNull) patch.Add(KeyValuePair.Create(name, JsonValue.Null));
        return patch;
    }

    private static void Object(
        string name, JsonValue original, JsonValue wanted, JsonValue live, TypeSchema? type, List<KeyValuePair<string, JsonValue>> patch)
    {
        var field = Field(type, name);
        if (field is not null && field.PatchStrategies.Contains("replace"))
        {
            patch.Add(KeyValuePair.Create(name, wanted.With(Directive, "replace")));
            return;
        }

        var inner = Members(original, wanted, live, field?.Type ?? type?.Map?.TypeOf(name));
        if (inner.Count == 0) return;
        if (field is not null && field.PatchStrategies.Contains("retainKeys"))
            inner.Add(KeyValuePair.Create("$retainKeys", JsonMaps.ListOf(wanted.Members.Keys.Select(JsonValue.From))));
        patch.Add(KeyValuePair.Create(name, JsonValue.From(inner.ToMapOf())));
    }

    private static void Keyed(
        string name, JsonValue original, JsonValue wanted, JsonValue live, FieldSchema field, List<KeyValuePair<string, JsonValue>> patch)
    {
        var key = field.PatchMergeKey;
        var changes = new List<JsonValue>();
        foreach (var item in wanted.Items)
        {
            var there = Find(live, key, item[key]);
            if (there == item) continue;
            var inner = Members(Find(original, key, item[key]), item, there, field.Type.List?.Element);
            if (inner.Count == 0) continue;
            if (!inner.Any(pair => pair.Key == key)) inner.Add(KeyValuePair.Create(key, item[key]));
            changes.Add(JsonValue.From(inner.ToMapOf()));
        }

        var deleted = original.Items.Select(item => item[key])
            .Where(id => Find(wanted, key, id).IsNull && !Find(live, key, id).IsNull)
            .Select(id => JsonMaps.Of((Directive, "delete"), (key, id)));
        changes.AddRange(deleted);
        var ids = wanted.Items.Select(item => item[key]).ToList();
        var isInOrder = live.Items.Select(item => item[key]).Where(ids.Contains).SequenceEqual(ids.Where(id => !Find(live, key, id).IsNull));
        if (changes.Count == 0 && isInOrder) return;
        if (changes.Count > 0) patch.Add(KeyValuePair.Create(name, JsonMaps.ListOf(changes)));
        patch.Add(KeyValuePair.Create("$setElementOrder/" + name, JsonMaps.ListOf(ids.Select(id => JsonMaps.Of((key, id))))));
    }

    private static void Scalars(string name, JsonValue original, JsonValue wanted, JsonValue live, List<KeyValuePair<string, JsonValue>> patch)
    {
        var added = wanted.Items.Where(item => !live.Items.Contains(item)).ToList();
        var gone = original.Items.Where(item => !wanted.Items.Contains(item) && live.Items.Contains(item)).ToList();
        if (added.Count == 0 && gone.Count == 0) return;
        if (gone.Count > 0) patch.Add(KeyValuePair.Create("$deleteFromPrimitiveList/" + name, JsonMaps.ListOf(gone)));
        patch.Add(KeyValuePair.Create("$setElementOrder/" + name, wanted));
        if (added.Count > 0) patch.Add(KeyValuePair.Create(name, JsonMaps.ListOf(added)));
    }

    private static FieldSchema? Field(TypeSchema? type, string name) => type?.Map?.Find(name);

    private static JsonValue Find(JsonValue list, string key, JsonValue id) => list.Items.FirstOrDefault(item => item[key] == id);
}
