namespace Kybernet.Machinery.Schema;

/// <summary>One type of a group-version: a kind, or a message that only occurs inside others.</summary>
public sealed class SchemaType
{
    private readonly Lazy<IReadOnlyList<SchemaField>> _fields;

    internal SchemaType(SchemaFile file, string name, int line, Action<SchemaProblem> report)
    {
        File = file;
        Name = name;
        Line = line;
        FieldLines = new(this, report);
        _fields = new(FieldLines.Read);
    }

    public SchemaFile File { get; }

    public string Name { get; }

    /// <summary>The line of the schema file that declares the type.</summary>
    public int Line { get; }

    /// <summary>True for types with <c>kind</c> and <c>apiVersion</c>.</summary>
    public bool IsKind { get; internal set; }

    /// <summary>The REST resource of the kind, if it has one.</summary>
    public SchemaResource? Resource { get; internal set; }

    /// <summary>For a list kind, the kind of its items.</summary>
    public string? ListOf { get; internal set; }

    /// <summary>Server-side apply treats the whole struct as one value.</summary>
    public bool IsAtomic { get; internal set; }

    /// <summary>Not part of the OpenAPI documents.</summary>
    public bool IsHidden { get; internal set; }

    /// <summary>The C# type is written by hand beside the schema.</summary>
    public bool IsCustom { get; internal set; }

    /// <summary>The hand-written C# value type that stands for the message, with its codec beside it.</summary>
    public string? CSharpName { get; internal set; }

    /// <summary>The <c>apiVersion</c> of the kind, where it is not the file's.</summary>
    public string? OwnApiVersion { get; internal set; }

    /// <summary>The kind is written without <c>kind</c> and <c>apiVersion</c>, as upstream writes watch events.</summary>
    public bool IsBare { get; internal set; }

    /// <summary>The <c>apiVersion</c> of the kind's objects.</summary>
    public string ApiVersion => IsBare ? "" : OwnApiVersion ?? File.ApiVersion;

    /// <summary>The union's discriminator field, "" for a union without one, null when the type is no union.</summary>
    public string? UnionDiscriminator { get; internal set; }

    /// <summary>The union's members: field and discriminator value.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> UnionMembers { get; internal set; } = new List<KeyValuePair<string, string>>();

    /// <summary>The fields in the order of their JSON. Their lines are read when they are first asked for: a program needs those of few types.</summary>
    public IReadOnlyList<SchemaField> Fields => _fields.Value;

    internal SchemaFieldLines FieldLines { get; }

    /// <summary>The definition's name in OpenAPI documents.</summary>
    public string OpenApiName => File.Package + "." + Name;

    /// <summary>The name by which other files refer to the type: <c>apps.v1.Deployment</c>.</summary>
    public string QualifiedName => File.Id + "." + Name;

    /// <summary>The name Go code would use: what upstream's decoding errors show.</summary>
    public string GoName => File.Version + "." + Name;

    public override string ToString() => QualifiedName;
}
