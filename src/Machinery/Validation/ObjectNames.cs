using Kybernet.Machinery.Collections;

namespace Kybernet.Machinery.Validation;

/// <summary>
/// The rules kinds choose from for the names of their objects. With <c>prefix</c> the name is a <c>generateName</c>, to which
/// characters are appended. Each returns what is wrong; an absent list, without allocating, when nothing is and the name is
/// whole. Upstream: <c>api/validation/generic.go</c>.
/// </summary>
public static class ObjectNames
{
    public static ListOf<string> IsDnsSubdomain(string name, bool prefix) =>
        DnsNames.IsDns1123Subdomain(prefix ? MaskTrailingDash(name) : name);

    public static ListOf<string> IsDnsLabel(string name, bool prefix) => DnsNames.IsDns1123Label(prefix ? MaskTrailingDash(name) : name);

    public static ListOf<string> IsDns1035Label(string name, bool prefix) =>
        DnsNames.IsDns1035Label(prefix ? MaskTrailingDash(name) : name);

    public static ListOf<string> IsPathSegment(string name, bool prefix) =>
        prefix ? PathSegments.IsValidPathSegmentPrefix(name) : PathSegments.IsValidPathSegmentName(name);

    /// <summary>
    /// A dash at the end of a prefix is fine, as more follows. The last two characters are replaced by one letter: upstream
    /// takes one too many, so a character before the dash is not looked at.
    /// </summary>
    public static string MaskTrailingDash(string name) =>
        name.Length > 1 && name.EndsWith('-') ? string.Concat(name.AsSpan(0, name.Length - 2), "a") : name;
}
