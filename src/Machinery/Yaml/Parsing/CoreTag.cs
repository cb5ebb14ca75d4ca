namespace Kybernet.Machinery.Yaml.Parsing;

/// <summary>The tags of YAML's own types, in their long form.</summary>
internal static class CoreTag
{
    public const string Prefix = "tag:yaml.org,2002:";
    public const string Null = Prefix + "null";
    public const string Bool = Prefix + "bool";
    public const string Str = Prefix + "str";
    public const string Int = Prefix + "int";
    public const string Float = Prefix + "float";
    public const string Timestamp = Prefix + "timestamp";
    public const string Binary = Prefix + "binary";
    public const string Merge = Prefix + "merge";

    /// <summary>The tag as users write it: <c>!!int</c>.</summary>
    public static string Shorten(string tag) => tag.StartsWith(Prefix, StringComparison.Ordinal) ? "!!" + tag[Prefix.Length..] : tag;
}
