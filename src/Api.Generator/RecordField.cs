using Kybernet.Machinery.Schema;

namespace Kybernet.Api.Generator;

/// <summary>One property of a generated record, with everything the writers of its code ask of it.</summary>
/// <remarks>The members of an inlined message are properties of the outer record: the nesting exists in protobuf only.</remarks>
internal sealed class RecordField
{
    private RecordField(SchemaSet set, SchemaType record, SchemaType owner, SchemaField field, int index, string embedding)
    {
        Embedding = embedding;
        Field = field;
        Owner = owner;
        Index = index;
        Property = CSharpNames.Property(record, field);
        Backing = CSharpNames.Backing(field);
        Item = CSharpNames.ItemType(set, owner, field);
        Codec = CSharpNames.Codec(set, owner, field);
        GoType = CSharpNames.GoType(set, owner, field);
        Message = field.Type.IsMessage ? set.Resolve(owner.File, field.Type.Message!) : null;
    }

    public SchemaField Field { get; }

    /// <summary>The type that declares the field: the record's own, or one inlined in it.</summary>
    public SchemaType Owner { get; }

    /// <summary>The path of messages inlined in the record down to the field's owner; empty when that is the record.</summary>
    public string Embedding { get; }

    /// <summary>The position among the record's JSON members.</summary>
    public int Index { get; }

    public string Property { get; }

    public string Backing { get; }

    /// <summary>The C# type of one value.</summary>
    public string Item { get; }

    public string Codec { get; }

    public string GoType { get; }

    public SchemaType? Message { get; }

    public bool IsList => Field.Type.Container == SchemaContainer.List;

    public bool IsMap => Field.Type.Container == SchemaContainer.Map;

    public bool IsSingle => Field.Type.Container == SchemaContainer.None;

    public bool IsString => IsSingle && Field.Type.Scalar == SchemaScalar.String;

    /// <summary>A single record, whose absence is null or the empty record.</summary>
    public bool IsRecord => IsSingle && Message is { CSharpName: null };

    /// <summary>Types whose absence is a state of the value itself, pointer or not.</summary>
    public bool HasOwnAbsence => IsList || IsMap
        || Field.Type.Scalar is SchemaScalar.Bytes or SchemaScalar.RawExtension or SchemaScalar.FieldsV1 or SchemaScalar.Json or SchemaScalar.StringList;

    public bool IsOptional => Field.IsOptional;

    public string Json => Field.JsonName;

    /// <summary>A value type whose absence needs a nullable.</summary>
    public bool IsNullableValue => IsSingle && IsOptional && !HasOwnAbsence && !IsString && !IsRecord;

    /// <summary>The type of the property.</summary>
    public string PropertyType
    {
        get
        {
            if (IsList) return $"{CSharpNames.Collections}ListOf<{Item}>";
            if (IsMap) return $"{CSharpNames.Collections}MapOf<{Item}>";
            return IsOptional && !HasOwnAbsence ? Item + "?" : Item;
        }
    }

    /// <summary>The type of the backing field: records and strings are null when they are empty.</summary>
    public string BackingType => IsString || IsRecord ? Item + "?" : PropertyType;

    /// <summary>The record's fields in JSON order, inlined ones in the place of their message.</summary>
    public static List<RecordField> Of(SchemaSet set, SchemaType record)
    {
        var fields = new List<RecordField>();
        Collect(set, record, record, fields, "");
        return fields;
    }

    private static void Collect(SchemaSet set, SchemaType record, SchemaType owner, List<RecordField> fields, string embedding)
    {
        foreach (var field in owner.Fields)
        {
            if (!field.IsInline)
            {
                fields.Add(new RecordField(set, record, owner, field, fields.Count, embedding));
                continue;
            }

            var inlined = set.Resolve(owner.File, field.Type.Message!);
            Collect(set, record, inlined, fields, embedding.Length == 0 ? inlined.Name : embedding + "." + inlined.Name);
        }
    }
}
