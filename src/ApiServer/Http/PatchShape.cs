using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Http;

/// <summary>What strict reading has to say of JSON patches and merge patches before they are applied. Upstream: <c>jsonPatcher.applyJSPatch</c>.</summary>
internal static class PatchShape
{
    /// <summary>Why the value is no list of operations; null when it is one.</summary>
    public static string? ProblemOfOperations(JsonValue patch)
    {
        if (patch.Kind is not (JsonKind.Array or JsonKind.Null)) return Unfit(patch, "value of type []handlers.jsonPatchOp");
        foreach (var operation in patch.Items)
        {
            if (operation.Kind is not (JsonKind.Object or JsonKind.Null)) return Unfit(operation, "value of type handlers.jsonPatchOp");
            foreach (var name in (ReadOnlySpan<string>)["op", "path", "from"])
                if (operation[name] is { Kind: not (JsonKind.String or JsonKind.Null) } wrong)
                    return Unfit(wrong, $"struct field jsonPatchOp.{name} of type string");
        }

        return null;
    }

    /// <summary>Why the value is no merge patch; null when it is one.</summary>
    public static string? ProblemOfMerge(JsonValue patch) =>
        patch.Kind is JsonKind.Object or JsonKind.Null ? null : Unfit(patch, "value of type map[string]interface {}");

    /// <summary>Members no operation of a JSON patch has.</summary>
    public static IEnumerable<string> UnknownMembers(JsonValue patch)
    {
        for (var i = 0; i < patch.Items.Count; i++)
            foreach (var name in patch.Items[i].Members.Select(static member => member.Key))
                if (name is not ("op" or "path" or "from" or "value")) yield return $"unknown field \"[{i}].{name}\"";
    }

    private static string Unfit(JsonValue value, string target)
    {
        var found = value.Kind switch
        {
            JsonKind.Object => "object",
            JsonKind.Array => "array",
            JsonKind.String => "string",
            JsonKind.Bool => "bool",
            _ => "number",
        };
        return $"error decoding patch: json: cannot unmarshal {found} into Go {target}";
    }
}
