using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Schema;

namespace Kybernet.ApiServer.OpenApi.Definitions;

/// <summary>The definition of a type that a schema file declares.</summary>
internal sealed class TypeDefinition(SchemaModel schema, SchemaType type) : Definition(type.OpenApiName)
{
    /// <summary>Kinds that clients may send under the name of any group-version.</summary>
    private bool IsOfNoGroup => type.File.Id == "meta.v1" && type.Name is "DeleteOptions" or "WatchEvent";

    public override IEnumerable<string> References =>
        type.IsCustom
            ? []
            : schema.Members(type).Select(member => FieldSchema.Reference(schema, member.Owner, member.Field)).OfType<string>();

    public override void Write(JsonWriter writer, DocumentScope scope)
    {
        writer.BeginObject();
        if (schema.Docs(type) is { Length: > 0 } description)
        {
            writer.Name("\"description\":"u8);
            writer.String(description);
        }

        // Hand-written types have a JSON form that no list of properties describes.
        if (!type.IsCustom) WriteObject(writer, scope);
        writer.EndObject();
    }

    private void WriteObject(JsonWriter writer, DocumentScope scope)
    {
        writer.Name("\"type\":"u8);
        writer.Plain("object"u8);
        var members = schema.Members(type).ToList();
        WriteRequired(writer, members);
        if (members.Count > 0)
        {
            writer.Name("\"properties\":"u8);
            writer.BeginObject();
            if (type is { IsKind: true, IsBare: false }) WriteTypeMeta(writer);
            foreach (var (owner, field) in members)
            {
                writer.Key(field.JsonName);
                new FieldSchema(schema, owner, field, Description(owner, field)).Write(writer, scope.Dialect);
            }

            writer.EndObject();
        }

        WriteKinds(writer, scope);
        if (type.IsAtomic)
        {
            writer.Name("\"x-kubernetes-map-type\":"u8);
            writer.Plain("atomic"u8);
        }

        if (type.UnionDiscriminator is not null) WriteUnion(writer, type.UnionDiscriminator);
    }

    private string Description(SchemaType owner, SchemaField field) =>
        schema.Docs(type, field.JsonName) is { Length: > 0 } text ? text : schema.Docs(owner, field.JsonName);

    private static void WriteRequired(JsonWriter writer, List<(SchemaType Owner, SchemaField Field)> members)
    {
        var required = members.Where(member => member.Field.IsRequired).ToList();
        if (required.Count == 0) return;
        writer.Name("\"required\":"u8);
        writer.BeginArray();
        foreach (var (_, field) in required)
        {
            writer.NextItem();
            writer.String(field.JsonName);
        }

        writer.EndArray();
    }

    private static void WriteTypeMeta(JsonWriter writer)
    {
        writer.Raw("\"apiVersion\":{\"type\":\"string\",\"description\":\"The version of the API in which the object is written: group/version. "u8);
        writer.Raw("More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#resources\"},"u8);
        writer.Raw("\"kind\":{\"type\":\"string\",\"description\":\"The kind of the object, in CamelCase; it cannot be changed. "u8);
        writer.Raw("More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds\"}"u8);
    }

    private void WriteKinds(JsonWriter writer, DocumentScope scope)
    {
        if (!type.IsKind) return;
        writer.Name("\"x-kubernetes-group-version-kind\":"u8);
        writer.BeginArray();
        if (IsOfNoGroup)
            foreach (var groupVersion in scope.GroupVersions) WriteKind(writer, groupVersion.WithKind(type.Name));
        else WriteKind(writer, GroupVersionKind.FromApiVersionAndKind(type.ApiVersion, type.Name));
        writer.EndArray();
    }

    private static void WriteKind(JsonWriter writer, GroupVersionKind gvk)
    {
        writer.NextItem();
        GroupVersionKindCodec.WriteJson(writer, gvk);
    }

    private void WriteUnion(JsonWriter writer, string discriminator)
    {
        writer.Name("\"x-kubernetes-unions\":"u8);
        writer.BeginArray();
        writer.BeginObject();
        if (discriminator.Length > 0)
        {
            writer.Name("\"discriminator\":"u8);
            writer.String(discriminator);
        }

        writer.Name("\"fields-to-discriminateBy\":"u8);
        writer.BeginObject();
        foreach (var (field, value) in type.UnionMembers)
        {
            writer.Key(field);
            writer.String(value);
        }

        writer.EndObject();
        writer.EndObject();
        writer.EndArray();
    }
}
