using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Machinery.Patch.Strategic;

/// <summary>Upstream's messages about strategic merge patches, and the answers they turn into.</summary>
internal static class PatchErrors
{
    public const string ListsOfLists = "lists of lists are not supported";
    public const string PrimitiveList = "invalid patch format of primitive list";
    public const string RetainKeys = "invalid patch format of retainKeys";
    public const string SetElementOrder = "invalid patch format of setElementOrder list";
    public const string Unsupported = "strategic merge patch format is not supported";

    public static string BadType(string expected, object? found) =>
        $"expected a {expected}, but received a {(found is null ? "%!s(<nil>)" : PatchNode.GoType(found))}";

    public static string NoMergeKey(PatchMap map, string key) => $"map: {PatchNode.Text(map)} does not contain declared merge key: {key}";

    public static string BadDirective(object? directive, PatchMap map)
    {
        var shown = PatchNode.AsString(directive) ?? $"%!s({PatchNode.GoType(directive)}={PatchNode.Text(directive)})";
        return $"unknown patch type: {shown} in map: {PatchNode.Text(map)}";
    }

    /// <summary>A malformed patch is a bad request; what upstream does not classify is answered with code 500 and no reason.</summary>
    public static ApiError ToError(string message) => message switch
    {
        PrimitiveList or RetainKeys or SetElementOrder or Unsupported => ApiError.BadRequest(message),
        ListsOfLists => GenericResponse.ToError(422, "", default(GroupResource), "", message, 0, isUnexpected: false),
        _ => new(500, "", message),
    };
}
