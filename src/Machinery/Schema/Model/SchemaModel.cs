using System.Collections.Frozen;
using System.Text;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Machinery.Schema;

/// <summary>
/// The schema at run time: what patch, apply, explain, validation and OpenAPI ask about types and fields. Read from the same
/// text the records are generated from, when it is first needed.
/// </summary>
public sealed class SchemaModel
{
    private readonly Lazy<FrozenDictionary<string, SchemaFile>> _files;
    private readonly Lazy<FrozenDictionary<string, SchemaType>> _types;
    private readonly Lazy<Dictionary<GroupVersionKind, SchemaType>> _kinds;
    private readonly IReadOnlyList<SchemaDocs> _docs;

    public SchemaModel(IEnumerable<SchemaSource> sources, IEnumerable<SchemaDocs> docs)
    {
        var texts = sources.ToList();
        _docs = [.. docs];
        _files = new(() => texts.Select(Parse).ToFrozenDictionary(file => file.Id));
        _types = new(() => Types.ToFrozenDictionary(type => type.QualifiedName));
        _kinds = new(() => Types.Where(type => type.IsKind).ToDictionary(KindOf));
    }

    public IEnumerable<SchemaFile> Files => _files.Value.Values;

    public IEnumerable<SchemaType> Types => Files.SelectMany(file => file.Types);

    /// <summary>The type of a kind, or null.</summary>
    public SchemaType? Find(GroupVersionKind gvk) => _kinds.Value.GetValueOrDefault(gvk);

    /// <summary>The type with a qualified name such as <c>core.v1.PodSpec</c>, or null.</summary>
    public SchemaType? Find(string qualifiedName) => _types.Value.GetValueOrDefault(qualifiedName);

    /// <summary>The message type of a field, or of its items; null for scalars.</summary>
    public SchemaType? Message(SchemaType owner, SchemaField field) =>
        field.Type.Message is { } name ? Resolve(owner, name) : null;

    /// <summary>The enum of a string field, or null.</summary>
    public SchemaEnum? Enum(SchemaType owner, SchemaField field)
    {
        if (field.EnumName is not { } name) return null;
        if (owner.File.FindEnum(name) is { } local) return local;
        var dot = name.LastIndexOf('.');
        return dot < 0 ? null : _files.Value.GetValueOrDefault(name[..dot])?.FindEnum(name[(dot + 1)..]);
    }

    /// <summary>The members of the type's JSON object: its fields, inlined ones in the place of their message, with the type that declares each.</summary>
    public IEnumerable<(SchemaType Owner, SchemaField Field)> Members(SchemaType type)
    {
        foreach (var field in type.Fields)
        {
            if (!field.IsInline) yield return (type, field);
            else
                foreach (var member in Members(Message(type, field)!)) yield return member;
        }
    }

    /// <summary>The member with a JSON name, or null.</summary>
    public (SchemaType Owner, SchemaField Field)? Member(SchemaType type, string jsonName)
    {
        foreach (var member in Members(type))
            if (member.Field.JsonName == jsonName) return member;
        return null;
    }

    /// <summary>The documentation of a type, or of one of its fields; "" when there is none.</summary>
    public string Docs(SchemaType type, string jsonName = "")
    {
        var name = Encoding.UTF8.GetBytes(jsonName);
        foreach (var docs in _docs)
        {
            var lines = docs(type.QualifiedName);
            foreach (var range in lines.Split((byte)'\n'))
            {
                var line = lines[range];
                var tab = line.IndexOf((byte)'\t');
                if (tab >= 0 && line[..tab].SequenceEqual(name)) return Encoding.UTF8.GetString(line[(tab + 1)..]);
            }
        }

        return "";
    }

    private SchemaType? Resolve(SchemaType owner, string name) =>
        _types.Value.GetValueOrDefault(owner.File.Id + "." + name) ?? _types.Value.GetValueOrDefault(name);

    private static GroupVersionKind KindOf(SchemaType type) =>
        type.IsBare ? default : GroupVersionKind.FromApiVersionAndKind(type.ApiVersion, type.Name);

    private static SchemaFile Parse(SchemaSource source) => SchemaParser.Outline(source.Id + ".schema", Encoding.UTF8.GetString(source.Utf8()));
}
