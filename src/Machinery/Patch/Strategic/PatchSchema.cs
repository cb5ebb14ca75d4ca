using Kybernet.Machinery.Apply.Types;

namespace Kybernet.Machinery.Patch.Strategic;

/// <summary>How a member is patched, and the type of the member, or of the items of its list.</summary>
/// <param name="Type">Null where the schema ends.</param>
/// <param name="Strategy"><c>merge</c>, <c>replace</c>, or empty.</param>
/// <param name="MergeKey">The member that pairs list items, or empty.</param>
internal readonly record struct PatchRule(TypeSchema? Type, string Strategy, string MergeKey);

/// <summary>Looks up how members are patched. Upstream: <c>PatchMetaFromStruct</c>.</summary>
internal static class PatchSchema
{
    /// <summary>The rule of a member that is an object; null with upstream's error when the type has no such member.</summary>
    public static PatchRule? ForMap(TypeSchema? type, string name, out string error)
    {
        error = "";
        if (Find(type, name, ref error) is not { } field) return null;
        return Rule(field, field.Type, ref error);
    }

    /// <summary>The rule of a member that is a list.</summary>
    public static PatchRule? ForList(TypeSchema? type, string name, out string error)
    {
        error = "";
        if (Find(type, name, ref error) is not { } field) return null;
        if (field.Type.List is { } list) return Rule(field, list.Element, ref error);
        // Upstream lets a list stand where a pointer to a struct is declared.
        if (field.Type.Map is { IsStruct: true }) return Rule(field, field.Type, ref error);
        error = "expected slice or array type, but got: struct";
        return null;
    }

    private static FieldSchema? Find(TypeSchema? type, string name, ref string error)
    {
        if (type?.Map is not { IsStruct: true } map)
        {
            error = $"merging an object in json but data type is not struct, instead is: {GoKind(type)}";
            return null;
        }

        var field = map.Find(name)
            ?? map.Fields.FirstOrDefault(candidate => candidate.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (field is null) error = $"unable to find api field in struct {map.Name} for the json field \"{name}\"";
        return field;
    }

    private static PatchRule? Rule(FieldSchema field, TypeSchema type, ref string error)
    {
        var others = field.PatchStrategies.Where(word => word != "retainKeys").ToList();
        if (others.Count <= 1) return new(type, others.Count == 0 ? "" : others[0], field.PatchMergeKey);
        error = $"unexpected patch strategy: [{string.Join(' ', field.PatchStrategies)}]";
        return null;
    }

    private static string GoKind(TypeSchema? type) => type switch
    {
        { Map: { IsStruct: false }, List: null } => "map",
        { List: not null, Map: null } => "slice",
        { Scalar: ScalarKind.String } => "string",
        { Scalar: ScalarKind.Boolean } => "bool",
        { Scalar: ScalarKind.Numeric } => "int64",
        _ => "struct",
    };
}
