namespace Kybernet.Machinery.Kinds;

/// <summary>A resource (plural, lower case) of one version of an API group: what a REST path names.</summary>
public readonly record struct GroupVersionResource
{
    // An empty part is stored as null, so the default value equals the one made of empty strings.
    private readonly string? _group;
    private readonly string? _version;
    private readonly string? _resource;

    public GroupVersionResource(string group, string version, string resource)
    {
        Group = group;
        Version = version;
        Resource = resource;
    }

    public string Group
    {
        get => _group ?? "";
        init => _group = value is "" ? null : value;
    }

    public string Version
    {
        get => _version ?? "";
        init => _version = value is "" ? null : value;
    }

    public string Resource
    {
        get => _resource ?? "";
        init => _resource = value is "" ? null : value;
    }

    public bool IsEmpty => _group is null && _version is null && _resource is null;

    public GroupResource GroupResource => new(Group, Resource);

    public GroupVersion GroupVersion => new(Group, Version);

    /// <summary>
    /// Reads what a user typed, <c>resource.group</c> or <c>resource.version.group</c>, both ways: which one was meant takes
    /// knowing the groups that exist. The first reading is null when there are fewer than two dots.
    /// </summary>
    public static (GroupVersionResource? Versioned, GroupResource Unversioned) ParseResourceArg(string text) =>
        DottedName.TrySplit(text, out var resource, out var version, out var group)
            ? (new(group, version, resource), GroupResource.Parse(text))
            : (null, GroupResource.Parse(text));

    /// <summary><c>group/version, Resource=resource</c>; the slash stands even when the group is empty.</summary>
    public override string ToString() => $"{Group}/{Version}, Resource={Resource}";
}
