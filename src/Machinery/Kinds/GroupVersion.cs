using System.Diagnostics.CodeAnalysis;

namespace Kybernet.Machinery.Kinds;

/// <summary>An API group and one of its versions: what the <c>apiVersion</c> of an object names.</summary>
/// <remarks>The group is empty for the core group. The default value is the empty group version.</remarks>
public readonly record struct GroupVersion
{
    // An empty part is stored as null, so the default value equals the one made of empty strings.
    private readonly string? _group;
    private readonly string? _version;

    public GroupVersion(string group, string version)
    {
        Group = group;
        Version = version;
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

    public bool IsEmpty => _group is null && _version is null;

    /// <summary>
    /// Reads <c>group/version</c>, or <c>version</c> for the core group; the empty string and <c>/</c> are the empty group version.
    /// </summary>
    /// <returns>False when there is more than one slash.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out GroupVersion groupVersion)
    {
        groupVersion = default;
        if (text is null) return false;
        if (text is "" or "/") return true;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            groupVersion = new("", text);
            return true;
        }

        if (text.IndexOf('/', slash + 1) >= 0) return false;
        groupVersion = new(text[..slash], text[(slash + 1)..]);
        return true;
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="FormatException">There is more than one slash.</exception>
    public static GroupVersion Parse(string text) =>
        TryParse(text, out var groupVersion) ? groupVersion : throw new FormatException($"unexpected GroupVersion string: {text}");

    public GroupVersionKind WithKind(string kind) => new(Group, Version, kind);

    public GroupVersionResource WithResource(string resource) => new(Group, Version, resource);

    /// <summary><c>group/version</c>, or <c>version</c> alone for the core group.</summary>
    public string ToApiVersion() => _group is null ? Version : string.Concat(_group, "/", Version);

    public override string ToString() => ToApiVersion();
}
