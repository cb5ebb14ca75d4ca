namespace Kybernet.Api.Generator;

/// <summary>The text of one schema file: what the incremental pipeline compares to see whether anything changed.</summary>
internal sealed class SchemaText : IEquatable<SchemaText>
{
    public SchemaText(string path, string text, bool isReference)
    {
        Path = path;
        Text = text;
        IsReference = isReference;
    }

    public string Path { get; }

    public string Text { get; }

    public bool IsReference { get; }

    public bool Equals(SchemaText? other) =>
        other is not null && Path == other.Path && IsReference == other.IsReference && Text == other.Text;

    public override bool Equals(object? obj) => Equals(obj as SchemaText);

    public override int GetHashCode() => Path.GetHashCode() ^ Text.GetHashCode();
}
