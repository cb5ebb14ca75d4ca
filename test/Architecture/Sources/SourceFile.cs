namespace Kybernet.Architecture.Tests.Sources;

/// <summary>One C# file: as written, and with comments and literals blanked out.</summary>
internal sealed class SourceFile
{
    public SourceFile(string path, string text)
    {
        Path = path;
        Lines = text.TrimEnd('\n').Split('\n');
        Code = CodeMask.Blank(text).TrimEnd('\n').Split('\n');
    }

    /// <summary>Relative to the repository's root, with forward slashes.</summary>
    public string Path { get; }

    public IReadOnlyList<string> Lines { get; }

    /// <summary>The same lines with blanks where comments, strings and characters stand: what rules about code look at.</summary>
    public IReadOnlyList<string> Code { get; }

    public bool IsComponent => Path.StartsWith("src/", StringComparison.Ordinal);

    public override string ToString() => Path;
}
