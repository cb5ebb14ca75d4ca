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
