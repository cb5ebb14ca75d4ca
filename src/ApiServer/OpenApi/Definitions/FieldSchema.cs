using System.Text;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Schema;

namespace Kybernet.ApiServer.OpenApi.Definitions;

/// <summary>Writes one property of a definition.</summary>
internal readonly struct FieldSchema(SchemaModel schema, SchemaType owner, SchemaField field, string description)
{
    /// <summary>The name of the definition a field, or its items, refer to; null for plain values.</summary>
    public static string? Reference(SchemaModel schema, SchemaType owner, SchemaField field) => field.Type.Scalar switch
    {
        SchemaScalar.Message => schema.Message(owner, field)!.OpenApiName,
        SchemaScalar.Quantity => FixedDefinition.Quantity,
        SchemaScalar.IntOrString => FixedDefinition.IntOrString,
        SchemaScalar.Time => FixedDefinition.Time,
        SchemaScalar.MicroTime => FixedDefinition.MicroTime,
        SchemaScalar.RawExtension => FixedDefinition.RawExtension,
        SchemaScalar.FieldsV1 => FixedDefinition.FieldsV1,
        SchemaScalar.Json => FixedDefinition.Json,
        _ => null,
    };

    public void Write(JsonWriter writer, OpenApiDialect dialect)
    {
        writer.BeginObject();
        var reference = Reference(schema, owner, field);
        var value = dialect == OpenApiDialect.V3 ? Default() : null;
        if (description.Length > 0)
        {
            writer.Name("\"description\":"u8);
            writer.String(description);
        }

        if (value is not null)
        {
            writer.Name("\"default\":"u8);
            writer.Raw(Encoding.UTF8.GetBytes(value));
        }

        switch (field.Type.Container)
        {
            case SchemaContainer.None: WriteSingle(writer, dialect, reference, isAlone: description.Length == 0 && value is null); break;
            case SchemaContainer.List:
                WriteMembers(writer, "\"type\":\"array\",\"items\":"u8);
                WriteItem(writer, dialect, reference);
                break;
            default:
                WriteMembers(writer, "\"type\":\"object\",\"additionalProperties\":"u8);
                WriteItem(writer, dialect, reference);
                break;
        }

        WriteExtensions(writer);
        writer.EndObject();
    }

    /// <summary>
    /// The default OpenAPI tells: the one the schema states for it, or the zero value of a field that is always written and cannot be
    /// absent. Values with a JSON form of their own have none.
    /// </summary>
    private string? Default()
    {
        if (field.OpenApiDefault is { } stated) return stated;
        if (field.IsOptional || field.Type.Container != SchemaContainer.None) return null;
        if (field.Type.IsMessage) return schema.Message(owner, field) is { IsCustom: true, CSharpName: null } ? null : "{}";
        if (field.Presence != JsonPresence.Always) return null;
        return field.Type.Scalar switch
        {
            SchemaScalar.String => "\"\"",
            SchemaScalar.Int32 or SchemaScalar.Int64 or SchemaScalar.Double => "0",
            SchemaScalar.Bool => "false",
            _ => null,
        };
    }

    private void WriteSingle(JsonWriter writer, OpenApiDialect dialect, string? reference, bool isAlone)
    {
        if (field.Type.Scalar == SchemaScalar.StringList) WriteMembers(writer, "\"type\":\"array\",\"items\":{\"type\":\"string\"}"u8);
        else if (reference is null)
        {
            WriteMembers(writer, Plain(field.Type.Scalar));
            WriteEnum(writer);
        }
        else
        {
            // A reference may have no neighbours in OpenAPI 3.
            var wraps = dialect == OpenApiDialect.V3 && !isAlone;
            if (wraps)
            {
                writer.Name("\"allOf\":"u8);
                writer.Raw("[{"u8);
            }

            writer.Name("\"$ref\":"u8);
            writer.String(Definition.Pointer(dialect, reference));
            if (wraps) writer.Raw("}]"u8);
        }
    }

    private void WriteItem(JsonWriter writer, OpenApiDialect dialect, string? reference)
    {
        writer.BeginObject();
        if (reference is not null)
        {
            writer.Name("\"$ref\":"u8);
            writer.String(Definition.Pointer(dialect, reference));
        }
        else if (field.Type.Scalar == SchemaScalar.StringList) writer.Raw("\"type\":\"array\",\"items\":{\"type\":\"string\"}"u8);
        else
        {
            writer.Raw(Plain(field.Type.Scalar));
            WriteEnum(writer);
        }

        writer.EndObject();
    }

    private void WriteEnum(JsonWriter writer)
    {
        if (schema.Enum(owner, field) is not { IsOpen: false } values) return;
        writer.Name("\"enum\":"u8);
        writer.BeginArray();
        // Upstream: kube-openapi's generator sorts them.
        foreach (var value in values.Values.Order(StringComparer.Ordinal))
        {
            writer.NextItem();
            writer.String(value);
        }

        writer.EndArray();
    }

    private static void WriteMembers(JsonWriter writer, ReadOnlySpan<byte> members)
    {
        if (writer.Written[^1] != '{') writer.Raw(","u8);
        writer.Raw(members);
    }

    private static ReadOnlySpan<byte> Plain(SchemaScalar scalar) => scalar switch
    {
        SchemaScalar.Bool => "\"type\":\"boolean\""u8,
        SchemaScalar.Int32 => "\"type\":\"integer\",\"format\":\"int32\""u8,
        SchemaScalar.Int64 => "\"type\":\"integer\",\"format\":\"int64\""u8,
        SchemaScalar.Double => "\"type\":\"number\",\"format\":\"double\""u8,
        SchemaScalar.Bytes => "\"type\":\"string\",\"format\":\"byte\""u8,
        _ => "\"type\":\"string\""u8,
    };

    private void WriteExtensions(JsonWriter writer)
    {
        if (field.ListKind != ListKind.Unset)
        {
            writer.Name("\"x-kubernetes-list-type\":"u8);
            writer.Plain(field.ListKind switch { ListKind.Map => "map"u8, ListKind.Set => "set"u8, _ => "atomic"u8 });
        }

        if (field.ListKind == ListKind.Map) WriteKeys(writer);
        if (field.MapKind != MapKind.Unset)
        {
            writer.Name("\"x-kubernetes-map-type\":"u8);
            writer.Plain(field.MapKind == MapKind.Granular ? "granular"u8 : "atomic"u8);
        }

        if (PatchStrategy() is { } strategy)
        {
            writer.Name("\"x-kubernetes-patch-strategy\":"u8);
            writer.String(strategy);
        }

        if (field.PatchMergeKey is { } key)
        {
            writer.Name("\"x-kubernetes-patch-merge-key\":"u8);
            writer.String(key);
        }
    }

    private string? PatchStrategy()
    {
        if (field.PatchMerges) return field.PatchRetainsKeys ? "merge,retainKeys" : "merge";
        if (field.PatchRetainsKeys) return "retainKeys";
        return field.PatchReplaces ? "replace" : null;
    }

    private void WriteKeys(JsonWriter writer)
    {
        writer.Name("\"x-kubernetes-list-map-keys\":"u8);
        writer.BeginArray();
        foreach (var key in field.ListKeys)
        {
            writer.NextItem();
            writer.String(key);
        }

        writer.EndArray();
    }
}
