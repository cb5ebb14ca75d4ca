namespace Kybernet.Machinery.Yaml;

/// <summary>A place in a YAML source, as editors count it: the first character of the source is line 1, column 1.</summary>
/// <param name="Line">The line, from 1. CR, LF, CR LF, NEL, LS and PS each end a line, as YAML 1.1 says.</param>
/// <param name="Column">The column in characters (Unicode scalar values), from 1.</param>
public readonly record struct YamlPosition(int Line, int Column);
