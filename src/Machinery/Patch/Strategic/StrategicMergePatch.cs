using Kybernet.Machinery.Apply.Types;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Machinery.Patch.Strategic;

/// <summary>
/// Strategic merge patch: a merge patch that knows by the schema which lists are merged, and obeys directives
/// (<c>$patch</c>, <c>$retainKeys</c>, <c>$setElementOrder/…</c>, <c>$deleteFromPrimitiveList/…</c>).
/// </summary>
public static class StrategicMergePatch
{
    /// <param name="value">The object, in the version of the patch.</param>
    /// <param name="patch">The patch.</param>
    /// <param name="type">The type of the object; null for kinds without a struct (custom resources), which have no such patches.</param>
    public static PatchResult Apply(JsonValue value, JsonValue patch, TypeSchema? type)
    {
        if (type?.Map is not { IsStruct: true }) return PatchErrors.ToError(PatchErrors.Unsupported);
        if (patch.Kind != JsonKind.Object)
            return ApiError.BadRequest($"json: cannot unmarshal {JsonName(patch)} into Go value of type map[string]interface {{}}");
        var merge = new StrategicMerge();
        var merged = merge.MergeMap(PatchNode.ToMap(value), PatchNode.ToMap(patch), type);
        return merge.Error is { } error ? PatchErrors.ToError(error) : PatchNode.ToValue(merged);
    }

    private static string JsonName(JsonValue value) => value.Kind switch
    {
        JsonKind.Array => "array",
        JsonKind.String => "string",
        JsonKind.Bool => "bool",
        JsonKind.Null => "null",
        _ => "number",
    };
}
