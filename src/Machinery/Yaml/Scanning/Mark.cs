namespace Kybernet.Machinery.Yaml.Scanning;

/// <summary>A place in the source, counted from 0: <paramref name="Index"/> and <paramref name="Column"/> in characters.</summary>
internal readonly record struct Mark(int Index, int Line, int Column)
{
    public YamlPosition Position => new(Line + 1, Column + 1);
}
