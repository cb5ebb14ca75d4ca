namespace Kybernet.Machinery.Schema;

/// <summary>
/// Reads schema files (docs/internals/schema-format.md). The generator compiles this same source, so what the records are
/// made from and what runs is one description.
/// </summary>
public sealed class SchemaParser
{
    private static readonly string[] s_standardVerbs = { "create", "delete", "deletecollection", "get", "list", "patch", "update", "watch" };

    private readonly SchemaFile _file;
    private readonly Action<SchemaProblem> _report;
    private SchemaType? _type;
    private int _line;

    private SchemaParser(string path, Action<SchemaProblem> report) => (_file, _report) = (new SchemaFile(path), report);

    /// <summary>Reads all of a file.</summary>
    /// <param name="path">Its path; its name without extension is how other files refer to it.</param>
    /// <param name="text">Its text.</param>
    /// <param name="problems">What is wrong with it.</param>
    public static SchemaFile Parse(string path, string text, out IReadOnlyList<SchemaProblem> problems)
    {
        var found = new List<SchemaProblem>();
        var file = new SchemaParser(path, found.Add).Read(text);
        foreach (var type in file.Types) _ = type.Fields;
        problems = found;
        return file;
    }

    /// <summary>Reads what types there are; the fields of each when they are asked for. The text is known to be sound.</summary>
    /// <exception cref="InvalidOperationException">It is not; thrown when fields are asked for, too.</exception>
    public static SchemaFile Outline(string path, string text) =>
        new SchemaParser(path, static problem => throw new InvalidOperationException($"a schema is not well formed: {problem}")).Read(text);

    private SchemaFile Read(string text)
    {
        foreach (var line in text.Split('\n')) ReadLine(line);
        return _file;
    }

    private void ReadLine(string line)
    {
        _line++;
        if (_type is not null && SchemaFieldLines.IsField(line))
        {
            _type.FieldLines.Add(_line, line);
            return;
        }

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
                else Report(SchemaFieldLines.IsField(line) ? "a field outside of a type" : $"unknown word '{head}' at the start of a line");
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
        _type = new SchemaType(_file, words.Next(), _line, _report);
        _file.TypeList.Add(_type);
        while (words.More) ReadTypeWord(words.Next(), words);
    }

    private void ReadKind(SchemaWords words)
    {
        _type = new SchemaType(_file, words.Next(), _line, _report) { IsKind = true };
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
                var members = new List<KeyValuePair<string, string>>();
                foreach (var member in words.Rest()) members.Add(Member(member));
                type.UnionMembers = members;
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

    private void Report(string message) => _report(new SchemaProblem(_file.Path, _line, message));
}
