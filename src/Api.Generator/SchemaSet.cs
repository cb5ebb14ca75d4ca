using Kybernet.Machinery.Schema;

namespace Kybernet.Api.Generator;

/// <summary>All schema files of a compilation, their references resolved.</summary>
internal sealed class SchemaSet
{
    private readonly Dictionary<string, SchemaType> _types = new();
    private readonly Dictionary<string, (SchemaFile File, SchemaEnum Enum)> _enums = new();

    private readonly Dictionary<SchemaType, List<RecordField>> _records = new();
    private HashSet<SchemaType>? _ruled;
    private HashSet<SchemaType>? _defaulted;

    private SchemaSet(IReadOnlyList<SchemaFile> own, IReadOnlyDictionary<SchemaFile, string> texts)
    {
        Own = own;
        Texts = texts;
    }

    /// <summary>The files whose records this compilation holds.</summary>
    public IReadOnlyList<SchemaFile> Own { get; }

    public IReadOnlyDictionary<SchemaFile, string> Texts { get; }

    public static SchemaSet Read(IEnumerable<SchemaText> texts, out List<SchemaProblem> problems)
    {
        problems = new List<SchemaProblem>();
        var own = new List<SchemaFile>();
        var all = new List<SchemaFile>();
        var sources = new Dictionary<SchemaFile, string>();
        foreach (var text in texts)
        {
            var file = SchemaParser.Parse(text.Path, text.Text, out var found);
            problems.AddRange(found);
            all.Add(file);
            if (text.IsReference) continue;
            own.Add(file);
            sources[file] = text.Text;
        }

        var set = new SchemaSet(own, sources);
        foreach (var type in all.SelectMany(file => file.Types)) set._types[type.QualifiedName] = type;
        foreach (var file in all)
            foreach (var declared in file.Enums) set._enums[file.Id + "." + declared.Name] = (file, declared);
        foreach (var file in own) set.Check(file, problems);
        return set;
    }

    /// <summary>The type a field of <paramref name="file"/> names.</summary>
    public SchemaType Resolve(SchemaFile file, string name) => Find(file, name)!;

    /// <summary>The enum a field of <paramref name="file"/> names, with the file that declares it.</summary>
    public (SchemaFile File, SchemaEnum Enum) ResolveEnum(SchemaFile file, string name) =>
        _enums.TryGetValue(file.Id + "." + name, out var local) ? local : _enums[name];

    /// <summary>The properties of a type's record, worked out once.</summary>
    public List<RecordField> Record(SchemaType type)
    {
        if (!_records.TryGetValue(type, out var fields)) _records[type] = fields = RecordField.Of(this, type);
        return fields;
    }

    /// <summary>Whether the type has validation rules, or holds records that do.</summary>
    public bool HasRules(SchemaType type) => (_ruled ??= Holding(field => field.Rules.Count > 0)).Contains(type);

    /// <summary>Whether the type has fields with defaults, or holds records that do.</summary>
    public bool HasDefaults(SchemaType type) =>
        (_defaulted ??= Holding(field => field.Default is not null || field.RoundsToMilli)).Contains(type);

    /// <summary>The types that have such a field, or hold types that do.</summary>
    private HashSet<SchemaType> Holding(Func<SchemaField, bool> isSuch)
    {
        var holding = new HashSet<SchemaType>();
        var types = _types.Values.Where(candidate => !candidate.IsCustom).ToList();
        // Types hold each other, also themselves: go round until nothing is added.
        while (types.RemoveAll(candidate => Record(candidate).Any(field =>
            isSuch(field.Field) || (field.Message is { } message && holding.Contains(message))) && holding.Add(candidate)) > 0)
        {
        }

        return holding;
    }

    private SchemaType? Find(SchemaFile file, string name) =>
        _types.TryGetValue(file.Id + "." + name, out var local) ? local : _types.TryGetValue(name, out var other) ? other : null;

    private void Check(SchemaFile file, List<SchemaProblem> problems)
    {
        if (file.Namespace.Length == 0 || file.Version.Length == 0 || file.Package.Length == 0)
            problems.Add(new SchemaProblem(file.Path, 1, "package, version and namespace must be given"));
        foreach (var type in file.Types)
        {
            foreach (var field in type.Fields)
            {
                if (field.Type.Message is { } message && Find(file, message) is null)
                    problems.Add(new SchemaProblem(file.Path, field.Line, $"no type '{message}'"));
                if (field.EnumName is { } name && !_enums.ContainsKey(file.Id + "." + name) && !_enums.ContainsKey(name))
                    problems.Add(new SchemaProblem(file.Path, field.Line, $"no enum '{name}'"));
            }

            if (type.Fields.Count > 64)
                problems.Add(new SchemaProblem(file.Path, type.Line, $"{type.Name} has more than 64 fields"));
        }
    }
}
