using System.Diagnostics.CodeAnalysis;

namespace Kybernet.Machinery.Kinds;

/// <summary>The namespace and name of an object among those of its kind. The namespace is empty for cluster-scoped objects.</summary>
public readonly record struct ObjectKey
{
    // An empty part is stored as null, so the default value equals the one made of empty strings.
    private readonly string? _namespace;
    private readonly string? _name;

    public ObjectKey(string @namespace, string name)
    {
        Namespace = @namespace;
        Name = name;
    }

    /// <summary>The key of a cluster-scoped object.</summary>
    public ObjectKey(string name)
        : this("", name)
    {
    }

    public string Namespace
    {
        get => _namespace ?? "";
        init => _namespace = value is "" ? null : value;
    }

    public string Name
    {
        get => _name ?? "";
        init => _name = value is "" ? null : value;
    }

    /// <summary>Reads <c>namespace/name</c> or <c>name</c>; the parts are not validated.</summary>
    /// <returns>False when there is more than one slash.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out ObjectKey key)
    {
        key = default;
        if (text is null) return false;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0 && text.IndexOf('/', slash + 1) >= 0) return false;
        key = slash < 0 ? new(text) : new(text[..slash], text[(slash + 1)..]);
        return true;
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="FormatException">There is more than one slash.</exception>
    public static ObjectKey Parse(string text) =>
        TryParse(text, out var key) ? key : throw new FormatException($"unexpected key format: \"{text}\"");

    /// <summary><c>namespace/name</c>, or <c>name</c> alone without a namespace.</summary>
    public override string ToString() => _namespace is null ? Name : string.Concat(_namespace, "/", Name);
}
