namespace Kybernet.Machinery.Kinds;

/// <summary>A resource (plural, lower case) of an API group, whatever the version. The group is empty for the core group.</summary>
public readonly record struct GroupResource
{
    // An empty part is stored as null, so the default value equals the one made of empty strings.
    private readonly string? _group;
    private readonly string? _resource;

    public GroupResource(string group, string resource)
    {
        Group = group;
        Resource = resource;
    }

    public string Group
    {
        get => _group ?? "";
        init => _group = value is "" ? null : value;
    }

    public string Resource
    {
        get => _resource ?? "";
        init => _resource = value is "" ? null : value;
    }

    public bool IsEmpty => _group is null && _resource is null;

    /// <summary>
    /// Reads <c>resource.group</c>: what stands before the first dot is the resource, the rest the group. Any string is accepted.
    /// </summary>
    public static GroupResource Parse(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? new("", text) : new(text[(dot + 1)..], text[..dot]);
    }

    public GroupVersionResource WithVersion(string version) => new(Group, version, Resource);

    /// <summary><c>resource.group</c>, or <c>resource</c> alone for the core group.</summary>
    public override string ToString() => _group is null ? Resource : string.Concat(Resource, ".", _group);
}
