namespace Kybernet.Machinery.Schema;

/// <summary>One schema file: an API group-version.</summary>
public sealed class SchemaFile
{
    public SchemaFile(string path) => Path = path;

    public string Path { get; }

    /// <summary>The prefix of the OpenAPI definition names: <c>io.k8s.api.apps.v1</c>.</summary>
    public string Package { get; internal set; } = "";

    /// <summary>The API group, "" for the core group.</summary>
    public string Group { get; internal set; } = "";

    public string Version { get; internal set; } = "";

    /// <summary>The C# namespace of the records.</summary>
    public string Namespace { get; internal set; } = "";

    /// <summary>The file's name without extension, by which other files refer to its types: <c>core.v1</c>.</summary>
    public string Id
    {
        get
        {
            var name = System.IO.Path.GetFileName(Path);
            return name.EndsWith(".schema", System.StringComparison.Ordinal) ? name.Substring(0, name.Length - 7) : name;
        }
    }

    public string ApiVersion => Group.Length == 0 ? Version : Group + "/" + Version;

    public IReadOnlyList<SchemaType> Types => TypeList;

    public IReadOnlyList<SchemaEnum> Enums => EnumList;

    internal List<SchemaType> TypeList { get; } = new();

    internal List<SchemaEnum> EnumList { get; } = new();

    public SchemaEnum? FindEnum(string name) => EnumList.Find(candidate => candidate.Name == name);
}

/// <summary>The values of a string: a closed set, or well-known values among others.</summary>
public sealed class SchemaEnum
{
    public SchemaEnum(string name, bool isOpen, IReadOnlyList<string> values)
    {
        Name = name;
        IsOpen = isOpen;
        Values = values;
    }

    public string Name { get; }

    /// <summary>Other values may occur.</summary>
    public bool IsOpen { get; }

    public IReadOnlyList<string> Values { get; }
}

/// <summary>The REST resource of a kind.</summary>
public sealed class SchemaResource
{
    public SchemaResource(string plural, string singular, bool isNamespaced)
    {
        Plural = plural;
        Singular = singular;
        IsNamespaced = isNamespaced;
    }

    public string Plural { get; }

    public string Singular { get; internal set; }

    public bool IsNamespaced { get; internal set; }

    public IReadOnlyList<string> ShortNames { get; internal set; } = new List<string>();

    public IReadOnlyList<string> Categories { get; internal set; } = new List<string>();

    public IReadOnlyList<string> Verbs { get; internal set; } = new List<string>();

    public IReadOnlyList<SchemaSubresource> Subresources => SubresourceList;

    internal List<SchemaSubresource> SubresourceList { get; } = new();
}

/// <summary>A subresource: <c>/scale</c> of Deployment takes and gives autoscaling/v1 Scale.</summary>
public sealed class SchemaSubresource
{
    public SchemaSubresource(string name, string kind, IReadOnlyList<string> verbs)
    {
        Name = name;
        Kind = kind;
        Verbs = verbs;
    }

    public string Name { get; }

    /// <summary>The kind's type name: of this file, or qualified.</summary>
    public string Kind { get; }

    public IReadOnlyList<string> Verbs { get; }
}

/// <summary>Something wrong with a schema file.</summary>
public sealed class SchemaProblem
{
    public SchemaProblem(string path, int line, string message)
    {
        Path = path;
        Line = line;
        Message = message;
    }

    public string Path { get; }

    /// <summary>The line, counted from 1.</summary>
    public int Line { get; }

    public string Message { get; }

    public override string ToString() => $"{Path}({Line}): {Message}";
}
