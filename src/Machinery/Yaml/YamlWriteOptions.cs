namespace Kybernet.Machinery.Yaml;

/// <summary>How JSON is written as YAML.</summary>
public sealed record YamlWriteOptions
{
    public static YamlWriteOptions Default { get; } = new();

    /// <summary>Sorts keys as kubectl does: letters behind other characters, numbers within names by value. Otherwise they stay in the order given.</summary>
    public bool SortKeys { get; init; } = true;

    /// <summary>Starts the document with a <c>---</c> line, as every document of a stream but the first needs.</summary>
    public bool StartWithSeparator { get; init; }

    /// <summary>A text put above the document as comment lines, or null.</summary>
    public string? Comment { get; init; }

    /// <summary>How deep the JSON may be nested.</summary>
    public int MaxDepth { get; init; } = 1000;
}
