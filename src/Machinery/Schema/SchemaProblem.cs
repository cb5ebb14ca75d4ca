namespace Kybernet.Machinery.Schema;

/// <summary>Something wrong with a schema file.</summary>
public sealed class SchemaProblem
{
    public SchemaProblem(string path, int line, string message)
    {
        Path = path;
        Line = line;
        Message = message;
    }

    public string Path { get; }

    /// <summary>The line, counted from 1.</summary>
    public int Line { get; }

    public string Message { get; }

    public override string ToString() => $"{Path}({Line}): {Message}";
}
