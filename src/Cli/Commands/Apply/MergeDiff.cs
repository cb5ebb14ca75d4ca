using Kybernet.Cli.Resources;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Apply;

/// <summary>The JSON merge patch that brings a live object to what is wanted. Upstream: apimachinery/pkg/util/jsonmergepatch.</summary>
/// <remarks>What the last apply had and this one has not is removed; what others added stays.</remarks>
internal static class MergeDiff
{
    public static JsonValue ThreeWay(JsonValue original, JsonValue modified, JsonValue current) =>
        Members(original, modified, current);

    private static JsonValue Members(JsonValue original, JsonValue modified, JsonValue current)
    {
        var patch = new List<KeyValuePair<string, JsonValue>>();
        foreach (var (name, wanted) in modified.Pairs())
        {
            if (wanted.IsNull)
            {
                if (current.Members.ContainsKey(name)) patch.Add(KeyValuePair.Create(name, JsonValue.Null));
                continue;
            }

            var live = current[name];
            if (wanted == live) continue;
            if (wanted.Kind == JsonKind.Object && live.Kind == JsonKind.Object)
            {
                var inner = Members(original[name], wanted, live);
                if (inner.Members.Count > 0) patch.Add(KeyValuePair.Create(name, inner));
                continue;
            }

            patch.Add(KeyValuePair.Create(name, wanted));
        }

        foreach (var (name, _) in original.Pairs())
        {
            if (!modified.Members.ContainsKey(name) && current.Members.ContainsKey(name)) patch.Add(KeyValuePair.Create(name, JsonValue.Null));
        }

        return JsonValue.From(patch.ToMapOf());
    }
}
