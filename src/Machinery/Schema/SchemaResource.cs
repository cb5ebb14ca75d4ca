namespace Kybernet.Machinery.Schema;

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
