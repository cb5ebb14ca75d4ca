namespace Kybernet.Machinery.Kinds;

/// <summary>A kind of one version of an API group: what <c>apiVersion</c> and <c>kind</c> of an object name.</summary>
public readonly record struct GroupVersionKind
{
    // An empty part is stored as null, so the default value equals the one made of empty strings.
    private readonly string? _group;
    private readonly string? _version;
    private readonly string? _kind;

    public GroupVersionKind(string group, string version, string kind)
    {
        Group = group;
        Version = version;
        Kind = kind;
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

    public string Kind
    {
        get => _kind ?? "";
        init => _kind = value is "" ? null : value;
    }

    public bool IsEmpty => _group is null && _version is null && _kind is null;

    public GroupKind GroupKind => new(Group, Kind);

    public GroupVersion GroupVersion => new(Group, Version);

    /// <summary>The kind that an object's two type fields name; an <c>apiVersion</c> that is none gives the kind alone.</summary>
    public static GroupVersionKind FromApiVersionAndKind(string apiVersion, string kind) =>
        GroupVersion.TryParse(apiVersion, out var groupVersion) ? groupVersion.WithKind(kind) : new("", "", kind);

    /// <summary>
    /// Reads what a user typed, <c>Kind.group</c> or <c>Kind.version.group</c>, both ways: which one was meant takes knowing
    /// the groups that exist. The first reading is null when there are fewer than two dots.
    /// </summary>
    public static (GroupVersionKind? Versioned, GroupKind Unversioned) ParseKindArg(string text) =>
        DottedName.TrySplit(text, out var kind, out var version, out var group)
            ? (new(group, version, kind), GroupKind.Parse(text))
            : (null, GroupKind.Parse(text));

    /// <summary>The <c>apiVersion</c> an object of this kind carries: <c>group/version</c>, or <c>version</c> for the core group.</summary>
    public string ToApiVersion() => GroupVersion.ToApiVersion();

    /// <summary><c>group/version, Kind=Kind</c>; the slash stands even when the group is empty.</summary>
    public override string ToString() => $"{Group}/{Version}, Kind={Kind}";
}
