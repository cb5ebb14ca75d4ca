namespace Kybernet.Machinery.Yaml.Scanning;

/// <summary>A word of the grammar with its place and content.</summary>
internal readonly record struct Token(TokenKind Kind, Mark Start, Mark End)
{
    /// <summary>A scalar's content.</summary>
    public TextRange Text { get; init; }

    /// <summary>True for a scalar written without quotes and not as a block.</summary>
    public bool IsPlain { get; init; }

    /// <summary>An anchor's or alias's name, a tag's or tag directive's handle, a version directive's <c>major.minor</c>.</summary>
    public string? Name { get; init; }

    /// <summary>A tag's suffix or a tag directive's prefix.</summary>
    public string? Suffix { get; init; }
}
