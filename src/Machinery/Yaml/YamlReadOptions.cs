namespace Kybernet.Machinery.Yaml;

/// <summary>How strictly a source is read, and the limits that keep a hostile one from using up time or memory.</summary>
public sealed record YamlReadOptions
{
    public static YamlReadOptions Default { get; } = new();

    /// <summary>Reports every duplicate key of a document as an error; otherwise the last value of a key wins.</summary>
    public bool Strict { get; init; }

    /// <summary>The largest source accepted, in bytes.</summary>
    public int MaxSourceBytes { get; init; } = 64 << 20;

    /// <summary>How deep collections may be nested, with those brought in by aliases.</summary>
    public int MaxDepth { get; init; } = 1000;

    /// <summary>
    /// How many bytes of JSON aliases may bring into one document, besides upstream's limit on the share of values that
    /// come from aliases.
    /// </summary>
    public int MaxAliasedBytes { get; init; } = 4 << 20;
}
