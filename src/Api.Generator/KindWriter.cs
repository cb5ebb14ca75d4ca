using Kybernet.Machinery.Schema;

namespace Kybernet.Api.Generator;

/// <summary>Writes what a kind has beyond other records: its names, and the interfaces of objects and lists.</summary>
internal static class KindWriter
{
    private const string Objects = "global::Kybernet.Machinery.Objects.";
    private const string Meta = "global::Kybernet.Machinery.Meta.";

    public static string Interfaces(SchemaType type, List<RecordField> fields)
    {
        if (Metadata(fields, "ObjectMeta") is not null) return $"{Objects}IObject<{type.Name}>";
        return ListItems(type, fields) is { } items
            ? $"{Objects}IObjectList<{type.Name}, {items.Item}>"
            : $"{Objects}IKind<{type.Name}>";
    }

    public static void Write(CodeText code, SchemaSet set, SchemaType type, List<RecordField> fields)
    {
        const string Gvk = "global::Kybernet.Machinery.Kinds.GroupVersionKind";
        code.Line().Summary("The value of the object's \"kind\".");
        code.Line($"public const string KindName = \"{type.Name}\";");
        code.Line().Summary("The value of the object's \"apiVersion\".");
        code.Line($"public const string ApiVersionName = \"{type.ApiVersion}\";");
        code.Line().Line($"public static {Gvk} Gvk {{ get; }} = {GvkOf(type)};");
        code.Line().Line($"{Gvk} {Objects}IKind.Gvk => Gvk;");
        if (Metadata(fields, "ObjectMeta") is not { } metadata) return;
        var self = $"{Objects}IObject<{type.Name}>";
        code.Line().Line($"{type.Name} {self}.WithMetadata({Meta}ObjectMeta metadata) => this with {{ {metadata.Property} = metadata }};");
        if (!set.HasRules(type)) return;
        const string Rules = "global::Kybernet.Machinery.Validation.";
        code.Line().Line($"void {self}.ValidateRules({Rules}FieldErrorList errors, {type.Name}? old) => Validate(errors, {Rules}FieldPath.None, old);");
    }

    /// <summary>The kind as an expression of a known type.</summary>
    public static string GvkOf(SchemaType type)
    {
        var (group, version) = GroupVersion(type);
        return type.IsBare ? "default" : $"new(\"{group}\", \"{version}\", \"{type.Name}\")";
    }

    private static (string Group, string Version) GroupVersion(SchemaType type)
    {
        var slash = type.ApiVersion.IndexOf('/');
        return slash < 0 ? ("", type.ApiVersion) : (type.ApiVersion.Substring(0, slash), type.ApiVersion.Substring(slash + 1));
    }

    private static RecordField? Metadata(List<RecordField> fields, string message) =>
        fields.FirstOrDefault(field => field.Json == "metadata" && field.Message?.Name == message);

    private static RecordField? ListItems(SchemaType type, List<RecordField> fields) =>
        type.ListOf is null || Metadata(fields, "ListMeta") is null ? null : fields.FirstOrDefault(field => field.Json == "items");
}
