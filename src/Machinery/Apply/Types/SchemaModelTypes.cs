using System.Collections.Concurrent;
using System.Text;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Schema;

namespace Kybernet.Machinery.Apply.Types;

/// <summary>The types of the kinds that schema files describe, each made once, when it is first asked for.</summary>
/// <remarks>Upstream makes them of its OpenAPI documents (kube-openapi, <c>schemaconv</c>); lists and maps follow the same rules.</remarks>
public sealed class SchemaModelTypes(SchemaModel model)
{
    private readonly ConcurrentDictionary<(string Name, bool IsAtomic), TypeSchema> _types = new();

    /// <summary>The type of a kind's objects, or null when there is no such kind.</summary>
    public TypeSchema? Find(GroupVersionKind kind) => model.Find(kind) is { } type ? TypeOf(type, type.IsAtomic) : null;

    /// <summary>The type with a qualified name such as <c>core.v1.PodSpec</c>, or null.</summary>
    public TypeSchema? Find(string qualifiedName) => model.Find(qualifiedName) is { } type ? TypeOf(type, type.IsAtomic) : null;

    private TypeSchema TypeOf(SchemaType type, bool isAtomic)
    {
        // The hand-written either-or types of apiextensions take any shape.
        if (type is { IsCustom: true, CSharpName: null }) return UntypedTypes.Deduced;
        return _types.GetOrAdd((type.QualifiedName, isAtomic), (_, self) => self.Make(type, isAtomic), this);
    }

    private TypeSchema Make(SchemaType type, bool isAtomic) =>
        TypeSchema.OfMap(new(() => Fields(type), null, isAtomic, type.Name));

    private IEnumerable<FieldSchema> Fields(SchemaType type)
    {
        if (type is { IsKind: true, IsBare: false })
        {
            yield return new("apiVersion", TypeSchema.String);
            yield return new("kind", TypeSchema.String);
        }

        foreach (var (owner, field) in model.Members(type))
        {
            yield return new(field.JsonName, () => FieldType(owner, field))
            {
                Default = DefaultOf(field),
                PatchStrategies = Strategies(field),
                PatchMergeKey = field.PatchMergeKey ?? "",
            };
        }
    }

    private TypeSchema FieldType(SchemaType owner, SchemaField field)
    {
        switch (field.Type.Container)
        {
            case SchemaContainer.List:
                var (isAtomic, keys) = ListRule(field);
                return TypeSchema.OfList(new(() => ItemType(owner, field, null), isAtomic, keys));
            case SchemaContainer.Map:
                return TypeSchema.OfMap(new(null, () => ItemType(owner, field, null), field.MapKind == MapKind.Atomic));
            default:
                return ItemType(owner, field, field.MapKind == MapKind.Unset ? null : field.MapKind == MapKind.Atomic);
        }
    }

    /// <summary>The kind of list the schema states; else lists that strategic merge patches merge are associative, others atomic.</summary>
    private static (bool IsAtomic, IReadOnlyList<string> Keys) ListRule(SchemaField field) => field.ListKind switch
    {
        ListKind.Map => (false, field.ListKeys),
        ListKind.Set => (false, []),
        ListKind.Atomic => (true, []),
        _ when field.PatchMerges => (false, field.PatchMergeKey is { } key ? [key] : []),
        _ => (true, []),
    };

    private TypeSchema ItemType(SchemaType owner, SchemaField field, bool? isAtomic) => field.Type.Scalar switch
    {
        SchemaScalar.String or SchemaScalar.Bytes => TypeSchema.String,
        SchemaScalar.Bool => TypeSchema.Boolean,
        SchemaScalar.Int32 or SchemaScalar.Int64 or SchemaScalar.Double => TypeSchema.Numeric,
        SchemaScalar.RawExtension => UntypedTypes.Atomic,
        SchemaScalar.Json or SchemaScalar.FieldsV1 => UntypedTypes.Deduced,
        SchemaScalar.StringList => TypeSchema.OfList(new(TypeSchema.String)),
        SchemaScalar.Message when model.Message(owner, field) is { } message => TypeOf(message, isAtomic ?? message.IsAtomic),
        _ => TypeSchema.AnyScalar,
    };

    /// <summary>What OpenAPI documents: the stated default, or the zero value of a scalar that is always written.</summary>
    private static JsonValue? DefaultOf(SchemaField field)
    {
        if (field.OpenApiDefault is { } stated)
        {
            var reader = new JsonReader(Encoding.UTF8.GetBytes(stated), DecodeOptions.Default);
            return JsonValueCodec.ReadJson(ref reader);
        }

        if (field.IsOptional || field.Type.Container != SchemaContainer.None || field.Presence != JsonPresence.Always) return null;
        return field.Type.Scalar switch
        {
            SchemaScalar.String => JsonValue.From(""),
            SchemaScalar.Bool => JsonValue.From(false),
            SchemaScalar.Int32 or SchemaScalar.Int64 or SchemaScalar.Double => JsonValue.From(0),
            // A bare null would become JSON's null: there is a conversion from string.
            _ => (JsonValue?)null,
        };
    }

    private static ListOf<string> Strategies(SchemaField field) => (field.PatchMerges, field.PatchRetainsKeys) switch
    {
        (true, true) => ["merge", "retainKeys"],
        (true, false) => ["merge"],
        (false, true) => ["retainKeys"],
        _ when field.PatchReplaces => ["replace"],
        _ => default,
    };
}
