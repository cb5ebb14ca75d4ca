using Kybernet.Machinery.Yaml.Scanning;

namespace Kybernet.Machinery.Yaml.Parsing;

/// <summary>The lines before a document that say its version and shorten its tags.</summary>
internal sealed class TagDirectives
{
    private readonly Dictionary<string, string> _prefixes = new(StringComparer.Ordinal)
    {
        ["!"] = "!",
        ["!!"] = CoreTag.Prefix,
    };

    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);
    private bool _hasVersion;

    /// <returns>What is wrong with the directive, or null.</returns>
    public string? Add(Token directive)
    {
        var name = directive.Name ?? "";
        if (directive.Kind == TokenKind.VersionDirective)
        {
            if (_hasVersion) return "found duplicate %YAML directive";
            _hasVersion = true;
            return name == "1.1" ? null : "found incompatible YAML document";
        }

        if (!_declared.Add(name)) return "found duplicate %TAG directive";
        _prefixes[name] = directive.Suffix ?? "";
        return null;
    }

    /// <summary>The long form of a tag, or null when its handle was not declared.</summary>
    public string? Resolve(Token tag)
    {
        if (string.IsNullOrEmpty(tag.Name)) return tag.Suffix;
        return _prefixes.TryGetValue(tag.Name, out var prefix) && prefix.Length + tag.Suffix!.Length > 0 ? prefix + tag.Suffix : null;
    }
}
