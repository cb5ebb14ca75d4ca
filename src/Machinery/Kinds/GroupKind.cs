namespace Kybernet.Machinery.Kinds;

/// <summary>A kind of an API group, whatever the version. The group is empty for the core group.</summary>
public readonly record struct GroupKind
{
    // An empty part is stored as null, so the default value equals the one made of empty strings.
    private readonly string? _group;
    private readonly string? _kind;

    public GroupKind(string group, string kind)
    {
        Group = group;
        Kind = kind;
    }

    public string Group
    {
        get => _group ?? "";
        init => _group = value is "" ? null : value;
    }

    public string Kind
    {
        get => _kind ?? "";
        init => _kind = value is "" ? null : value;
    }

    public bool IsEmpty => _group is null && _kind is null;

    /// <summary>
    /// Reads <c>Kind.group</c>: what stands before the first dot is the kind, the rest the group. Any string is accepted.
    /// </summary>
    public static GroupKind Parse(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? new("", text) : new(text[(dot + 1)..], text[..dot]);
    }

    public GroupVersionKind WithVersion(string version) => new(Group, version, Kind);

    /// <summary><c>Kind.group</c>, or <c>Kind</c> alone for the core group.</summary>
    public override string ToString() => _group is null ? Kind : string.Concat(Kind, ".", _group);
}
