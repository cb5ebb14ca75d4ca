using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.OpenApi.Definitions;

/// <summary>
/// The definition of a custom resource: its own schema, with what every object has. Upstream:
/// <c>apiextensions-apiserver/pkg/controller/openapi/builder</c>.
/// </summary>
internal sealed class CustomDefinition(CustomKind kind) : Definition(NameOf(kind.Gvk.Group, kind.Gvk.Version, kind.Gvk.Kind))
{
    public const string ObjectMeta = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

    private const string ListMeta = "io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta";

    public override IEnumerable<string> References => [ObjectMeta];

    /// <summary>The group's labels turned round: <c>com.example.v1.Widget</c>.</summary>
    public static string NameOf(string group, string version, string kind) =>
        $"{string.Join('.', group.Split('.').Reverse())}.{version}.{kind}";

    /// <summary>The definition of the resource's lists.</summary>
    public Definition ToList() => new CustomListDefinition(kind, Name);

    public override void Write(JsonWriter writer, DocumentScope scope)
    {
        var schema = Schema(scope.Dialect)
            .With("x-kubernetes-group-version-kind", Kinds(kind, kind.Gvk.Kind));
        JsonValueCodec.WriteJson(writer, WithSelectableFields(schema, kind));
    }

    private JsonValue Schema(OpenApiDialect dialect)
    {
        var any = JsonValue.Null.With("type", "object");
        if (kind.Schema is null) return any;
        var isOpen = kind.PreservesUnknownFields || kind.Schema.XKubernetesPreserveUnknownFields == true;
        if (dialect == OpenApiDialect.V2 && isOpen) return any;
        var schema = CustomSchema.Convert(kind.Schema, dialect);
        return schema.With("properties", CustomSchema.WithObjectMembers(schema["properties"], dialect));
    }

    private static JsonValue Kinds(CustomKind kind, string name) => JsonValue.From((ListOf<JsonValue>)
    [
        JsonValue.Null.With("group", kind.Gvk.Group).With("kind", name).With("version", kind.Gvk.Version),
    ]);

    private static JsonValue WithSelectableFields(JsonValue schema, CustomKind kind)
    {
        if (kind.SelectableFields.IsEmpty) return schema;
        var fields = kind.SelectableFields.Select(path => JsonValue.Null.With("fieldPath", path.TrimStart('.'))).ToListOf();
        return schema.With("x-kubernetes-selectable-fields", JsonValue.From(fields));
    }

    private sealed class CustomListDefinition(CustomKind kind, string item)
        : Definition(NameOf(kind.Gvk.Group, kind.Gvk.Version, kind.ListKind))
    {
        public override IEnumerable<string> References => [item, ListMeta];

        public override void Write(JsonWriter writer, DocumentScope scope)
        {
            var items = JsonValue.Null.With("type", "array")
                .With("description", $"The {kind.Plural}. "
                    + "More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md")
                .With("items", JsonValue.Null.With("$ref", Pointer(scope.Dialect, item)));
            var properties = CustomSchema.WithTypeMembers(JsonValue.Null.With("items", items))
                .With("metadata", CustomSchema.Reference(ListMeta, "Standard list metadata.", scope.Dialect));
            var schema = JsonValue.Null.With("type", "object").With("description", $"{kind.ListKind} is a list of {kind.Gvk.Kind}")
                .With("required", JsonValue.From((ListOf<JsonValue>)["items"])).With("properties", properties)
                .With("x-kubernetes-group-version-kind", Kinds(kind, kind.ListKind));
            JsonValueCodec.WriteJson(writer, WithSelectableFields(schema, kind));
        }
    }
}
