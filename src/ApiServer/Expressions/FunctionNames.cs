using Kybernet.ApiServer.Expressions.Values;

namespace Kybernet.ApiServer.Expressions;

/// <summary>The functions there are, so that who writes an expression hears of one that is not there before anybody relies on it.</summary>
internal static class FunctionNames
{
    /// <summary>Functions by name; methods with a dot before. Each with how many arguments it takes, beside a method's target.</summary>
    private static readonly (string Name, int Least, int Most)[] s_known =
    [
        ("size", 1, 1), (".size", 0, 0), ("dyn", 1, 1), ("type", 1, 1), ("string", 1, 1), ("int", 1, 1), ("uint", 1, 1), ("double", 1, 1),
        ("bool", 1, 1), ("bytes", 1, 1), ("duration", 1, 1), ("timestamp", 1, 1), ("matches", 2, 2), (".matches", 1, 1), (".startsWith", 1, 1),
        (".endsWith", 1, 1), (".contains", 1, 1), (".replace", 2, 3), (".join", 0, 1), (".isSorted", 0, 0), (".sum", 0, 0), (".min", 0, 0),
        (".max", 0, 0), (".indexOf", 1, 2), (".lastIndexOf", 1, 2), (".lowerAscii", 0, 0), (".upperAscii", 0, 0), (".trim", 0, 0),
        (".split", 1, 2), (".charAt", 1, 1), (".substring", 1, 2), (".format", 1, 1), (".find", 1, 1), (".findAll", 1, 2),
        (".reverse", 0, 0), (".distinct", 0, 0), (".sort", 0, 0), (".slice", 2, 2), (".flatten", 0, 1), ("lists.range", 1, 1),
        ("sets.contains", 2, 2), ("sets.equivalent", 2, 2), ("sets.intersects", 2, 2), ("strings.quote", 1, 1),
        ("math.greatest", 1, int.MaxValue), ("math.least", 1, int.MaxValue), ("jsonpatch.escapeKey", 1, 1),
        ("optional.none", 0, 0), ("optional.of", 1, 1), ("optional.ofNonZeroValue", 1, 1), ("optional.unwrap", 1, 1), (".unwrapOpt", 0, 0),
        (".hasValue", 0, 0), (".value", 0, 0), (".or", 1, 1), (".orValue", 1, 1),
        ("quantity", 1, 1), ("isQuantity", 1, 1), (".isInteger", 0, 0), (".asInteger", 0, 0), (".asApproximateFloat", 0, 0), (".sign", 0, 0),
        (".add", 1, 1), (".sub", 1, 1), (".compareTo", 1, 1), (".isGreaterThan", 1, 1), (".isLessThan", 1, 1),
        ("ip", 1, 1), ("isIP", 1, 1), ("ip.isCanonical", 1, 1), (".family", 0, 0), (".isUnspecified", 0, 0), (".isLoopback", 0, 0),
        (".isLinkLocalMulticast", 0, 0), (".isLinkLocalUnicast", 0, 0), (".isGlobalUnicast", 0, 0),
        ("cidr", 1, 1), ("isCIDR", 1, 1), (".containsIP", 1, 1), (".containsCIDR", 1, 1), (".ip", 0, 0), (".masked", 0, 0), (".prefixLength", 0, 0),
        ("url", 1, 1), ("isURL", 1, 1), (".getScheme", 0, 0), (".getHost", 0, 0), (".getHostname", 0, 0), (".getPort", 0, 0),
        (".getEscapedPath", 0, 0), (".getQuery", 0, 0),
        ("semver", 1, 2), ("isSemver", 1, 2), (".major", 0, 0), (".minor", 0, 0), (".patch", 0, 0), ("format.named", 1, 1), (".validate", 1, 1),
        (".getFullYear", 0, 1), (".getMonth", 0, 1), (".getDate", 0, 1), (".getDayOfMonth", 0, 1), (".getDayOfWeek", 0, 1),
        (".getDayOfYear", 0, 1), (".getHours", 0, 1), (".getMinutes", 0, 1), (".getSeconds", 0, 1), (".getMilliseconds", 0, 1),
        (".path", 1, 1), (".group", 1, 1), (".serviceAccount", 2, 2), (".resource", 1, 1), (".subresource", 1, 1), (".namespace", 1, 1),
        (".name", 1, 1), (".fieldSelector", 1, 1), (".labelSelector", 1, 1), (".check", 1, 1), (".allowed", 0, 0), (".reason", 0, 0),
        (".errored", 0, 0), (".error", 0, 0),
    ];

    /// <summary>Whether there is a function of that name, whatever it takes.</summary>
    public static bool Has(string name) => s_known.Any(one => one.Name == name) || IsFormat(name);

    /// <summary>Whether there is such a function, a method, or an operator.</summary>
    public static bool Has(string name, bool isMethod, int arguments) =>
        (!isMethod && (name == "in" || !char.IsAsciiLetter(name[0])))
        || s_known.Any(one => one.Name == (isMethod ? "." + name : name) && arguments >= one.Least && arguments <= one.Most)
        || (!isMethod && arguments == 0 && IsFormat(name));

    private static bool IsFormat(string name) =>
        name.StartsWith("format.", StringComparison.Ordinal) && FormatValue.Names.Contains(name["format.".Length..]);
}
