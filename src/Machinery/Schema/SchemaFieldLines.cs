using System.Globalization;

namespace Kybernet.Machinery.Schema;

/// <summary>The lines of a schema file that declare a type's fields.</summary>
internal sealed class SchemaFieldLines(SchemaType type, Action<SchemaProblem> report)
{
    private readonly List<(int Number, string Text)> _lines = new();
    private readonly List<SchemaField> _fields = new();
    private int _line;

    /// <summary>Whether the line declares a field: it begins with a number.</summary>
    public static bool IsField(string line)
    {
        var i = 0;
        while (i < line.Length && line[i] == ' ') i++;
        return i < line.Length && line[i] is >= '0' and <= '9';
    }

    public void Add(int number, string text) => _lines.Add((number, text));

    /// <summary>The fields. What is wrong is reported.</summary>
    public IReadOnlyList<SchemaField> Read()
    {
        foreach (var (number, text) in _lines)
        {
            _line = number;
            Read(text);
        }

        _lines.Clear();
        return _fields;
    }

    private void Read(string line)
    {
        var words = new SchemaWords(line);
        if (words.Problem is { } problem) Report(problem);
        var head = words.Next();
        if (!int.TryParse(head, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
        {
            Report($"unknown word '{head}' at the start of a line");
            return;
        }

        var field = new SchemaField(number, words.Next(), SchemaFieldType.Parse(words.Next()), _line);
        if (_fields.Any(other => other.Number == number || other.JsonName == field.JsonName))
            Report($"field {number} '{field.JsonName}' of {type.Name} is declared twice");
        _fields.Add(field);
        field.Presence = PresenceOf(field.Type);
        while (words.More) ReadFieldWord(field, words.Next(), words);
        if (words.Problem is { } missing) Report(missing);
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

    private void Report(string message) => report(new SchemaProblem(type.File.Path, _line, message));
}
