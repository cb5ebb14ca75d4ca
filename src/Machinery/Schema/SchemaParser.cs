using System.Globalization;

namespace Kybernet.Machinery.Schema;

/// <summary>
/// Reads schema files (docs/internals/schema-format.md). The generator compiles this same source, so what the records are
/// made from and what runs is one description.
/// </summary>
public sealed class SchemaParser
{
    private static readonly string[] s_standardVerbs = { "create", "delete", "deletecollection", "get", "list", "patch", "update", "watch" };

    private readonly SchemaFile _file;
    private readonly List<SchemaProblem> _problems = new();
    private SchemaType? _type;
    private int _line;

    private SchemaParser(string path) => _file = new SchemaFile(path);

    public static SchemaFile Parse(string path, string text, out IReadOnlyList<SchemaProblem> problems)
    {
        var parser = new SchemaParser(path);
        foreach (var line in text.Split('\n')) parser.ReadLine(line);
        problems = parser._problems;
        return parser._file;
    }

    private void ReadLine(string line)
    {
        _line++;
        var words = new SchemaWords(line);
        if (words.Problem is { } problem) Report(problem);
        if (words.Count == 0) return;
        var head = words.Next();
        switch (head)
        {
            case "package": _file.Package = words.Next(); break;
            case "group": _file.Group = words.Next(); break;
            case "version": _file.Version = words.Next(); break;
            case "namespace": _file.Namespace = words.Next(); break;
            case "enum": ReadEnum(words); break;
            case "kind": ReadKind(words); break;
            case "type": ReadType(words); break;
            default:
                if (head[0] == '/') ReadSubresource(head.Substring(1), words);
                else ReadField(head, words);
                break;
        }

        if (words.Problem is { } missing) Report(missing);
    }

    private void ReadEnum(SchemaWords words)
    {
        var name = words.Next();
        var open = words.Accept("open");
        _file.EnumList.Add(new SchemaEnum(name, open, words.Rest()));
    }

    private void ReadType(SchemaWords words)
    {
        _type = new SchemaType(_file, words.Next(), _line);
        _file.TypeList.Add(_type);
        while (words.More) ReadTypeWord(words.Next(), words);
    }

    private void ReadKind(SchemaWords words)
    {
        _type = new SchemaType(_file, words.Next(), _line) { IsKind = true };
        _file.TypeList.Add(_type);
        while (words.More)
        {
            var word = words.Next();
            var resource = _type.Resource;
            if (word == "list") _type.ListOf = words.Next();
            else if (IsTypeWord(word)) ReadTypeWord(word, words);
            else if (resource is null) _type.Resource = new SchemaResource(word, _type.Name.ToLowerInvariant(), false) { Verbs = s_standardVerbs };
            else ReadResourceWord(resource, word, words);
        }
    }

    private void ReadResourceWord(SchemaResource resource, string word, SchemaWords words)
    {
        if (word[0] == '(') resource.ShortNames = word.Trim('(', ')').Split(',');
        else if (word == "namespaced") resource.IsNamespaced = true;
        else if (word == "cluster") resource.IsNamespaced = false;
        else if (word == "in") resource.Categories = words.Next().Split(',');
        else if (word == "singular") resource.Singular = words.Next();
        else if (word == "verbs") resource.Verbs = words.Rest();
        else Report($"unknown word '{word}' in the kind line");
    }

    private static bool IsTypeWord(string word) => word is "atomic" or "hidden" or "custom" or "union" or "csharp" or "api-version" or "bare";

    private void ReadTypeWord(string word, SchemaWords words)
    {
        var type = _type!;
        switch (word)
        {
            case "atomic": type.IsAtomic = true; break;
            case "hidden": type.IsHidden = true; break;
            case "custom": type.IsCustom = true; break;
            case "bare": type.IsBare = true; break;
            case "api-version": type.OwnApiVersion = words.Next(); break;
            case "csharp":
                type.IsCustom = true;
                type.CSharpName = words.Next();
                break;
            case "union":
                var discriminator = words.Next();
                type.UnionDiscriminator = discriminator == "-" ? "" : discriminator;
                type.UnionMembers = words.Rest().Select(Member).ToList();
                break;
            default: Report($"unknown word '{word}' in the type line"); break;
        }
    }

    private static KeyValuePair<string, string> Member(string word)
    {
        var equals = word.IndexOf('=');
        return equals < 0
            ? new KeyValuePair<string, string>(word, word)
            : new KeyValuePair<string, string>(word.Substring(0, equals), word.Substring(equals + 1));
    }

    private void ReadSubresource(string name, SchemaWords words)
    {
        if (_type?.Resource is not { } resource) Report($"subresource '{name}' outside of a resource");
        else resource.SubresourceList.Add(new SchemaSubresource(name, words.Next(), words.Rest()));
    }

    private void ReadField(string head, SchemaWords words)
    {
        if (!int.TryParse(head, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
        {
            Report($"unknown word '{head}' at the start of a line");
            return;
        }

        if (_type is null)
        {
            Report("a field outside of a type");
            return;
        }

        var field = new SchemaField(number, words.Next(), SchemaFieldType.Parse(words.Next()), _line);
        if (_type.FieldList.Any(other => other.Number == number || other.JsonName == field.JsonName))
            Report($"field {number} '{field.JsonName}' of {_type.Name} is declared twice");
        _type.FieldList.Add(field);
        field.Presence = PresenceOf(field.Type);
        while (words.More) ReadFieldWord(field, words.Next(), words);
    }

    /// <summary>Go's encoding/json never leaves out a struct that is not a pointer; quantities and times are structs.</summary>
    private static JsonPresence PresenceOf(SchemaFieldType type)
    {
        var isStruct = type.Scalar is SchemaScalar.Message or SchemaScalar.Quantity or SchemaScalar.IntOrString or SchemaScalar.Time
            or SchemaScalar.MicroTime or SchemaScalar.RawExtension or SchemaScalar.FieldsV1 or SchemaScalar.Json;
        return isStruct && type.Container == SchemaContainer.None && !type.IsOptional ? JsonPresence.Always : JsonPresence.OmitEmpty;
    }

    private void ReadFieldWord(SchemaField field, string word, SchemaWords words)
    {
        switch (word)
        {
            case "inline": field.IsInline = true; break;
            case "required":
                field.IsRequired = true;
                field.Presence = JsonPresence.Always;
                break;
            case "always": field.Presence = JsonPresence.Always; break;
            case "omitempty" or "omitzero": field.Presence = JsonPresence.OmitEmpty; break;
            case "list-atomic": field.ListKind = ListKind.Atomic; break;
            case "list-set": field.ListKind = ListKind.Set; break;
            case "keys":
                field.ListKind = ListKind.Map;
                field.ListKeys = words.Next().Split(',');
                break;
            case "map-atomic": field.MapKind = MapKind.Atomic; break;
            case "map-granular": field.MapKind = MapKind.Granular; break;
            case "patch": ReadPatch(field, words.Next()); break;
            case "default": field.Default = words.NextJson(); break;
            case "openapi-default": field.OpenApiDefault = words.NextJson(); break;
            case "milli": field.RoundsToMilli = true; break;
            case "enum": field.EnumName = words.Next(); break;
            case "shared": field.IsShared = true; break;
            case "with-kind": field.WithKind = true; break;
            case "nonempty" or "checked" or "immutable": field.RuleList.Add(new SchemaRule(word, null)); break;
            case "min" or "max" or "minLength" or "maxLength" or "minItems" or "maxItems" or "format":
                field.RuleList.Add(new SchemaRule(word, words.Next()));
                break;
            default: Report($"unknown word '{word}' in field '{field.JsonName}'"); break;
        }
    }

    private static void ReadPatch(SchemaField field, string strategy)
    {
        var colon = strategy.IndexOf(':');
        if (colon >= 0) field.PatchMergeKey = strategy.Substring(colon + 1);
        foreach (var part in (colon < 0 ? strategy : strategy.Substring(0, colon)).Split(','))
        {
            field.PatchMerges |= part == "merge";
            field.PatchReplaces |= part == "replace";
            field.PatchRetainsKeys |= part == "retainKeys";
        }
    }

    private void Report(string message) => _problems.Add(new SchemaProblem(_file.Path, _line, message));
}
