using System.Globalization;
using System.Text.RegularExpressions;
using Kybernet.ApiServer.Registry.Allocation;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Expressions;

/// <summary>
/// Functions and methods; a method's target is its first argument. Specification: CEL's <c>langdef.md</c> and cel-go's <c>ext/strings</c>.
/// </summary>
internal static class Functions
{
    private static readonly TimeSpan s_longestMatch = TimeSpan.FromSeconds(1);

    /// <summary>Functions by name; methods with a dot before. Each with how many arguments it takes at most, beside a method's target.</summary>
    private static readonly (string Name, int Most)[] s_known =
    [
        ("size", 1), (".size", 0), ("dyn", 1), ("string", 1), ("int", 1), ("double", 1), ("matches", 2), (".matches", 1), (".startsWith", 1),
        (".endsWith", 1), (".contains", 1), (".replace", 2), (".join", 1), (".isSorted", 0), (".sum", 0), (".min", 0), (".max", 0),
        (".indexOf", 1), (".lastIndexOf", 1), (".lowerAscii", 0), (".upperAscii", 0), (".trim", 0), (".split", 2),
        (".charAt", 1), (".substring", 2), (".find", 1), (".findAll", 1), ("isIP", 1), ("sets.contains", 2), ("sets.equivalent", 2),
        ("sets.intersects", 2), ("math.greatest", int.MaxValue), ("math.least", int.MaxValue),
    ];

    /// <summary>Whether there is such a function, a method, or an operator.</summary>
    public static bool Has(string name, bool isMethod, int arguments) =>
        (!isMethod && (name == "in" || !char.IsAsciiLetter(name[0])))
        || s_known.Any(one => one.Name == (isMethod ? "." + name : name) && arguments <= one.Most);

    public static Evaluated Apply(string name, JsonValue[] arguments) => (name, arguments) switch
    {
        ("size", [var value]) => Size(value),
        ("dyn", [var value]) => Evaluated.Of(value),
        ("string", [var value]) => ToText(value),
        ("int", [var value]) => ToWhole(value),
        ("double", [var value]) => ToDouble(value),
        ("isIP", [{ Kind: JsonKind.String } value]) => Evaluated.Of(IpAddress.TryParse(value.AsString(), out _)),
        _ when name.Contains('.', StringComparison.Ordinal) => SpacedFunctions.Apply(name, arguments) ?? Unknown(name),
        ("join", [{ Kind: JsonKind.Array }, ..]) => Join(arguments),
        (_, [{ Kind: JsonKind.Array } list, .. var rest]) => ListFunctions.Apply(name, list.Items, rest) ?? Unknown(name),
        (_, [{ Kind: JsonKind.String }, ..]) => OfText(name, arguments[0].AsString()!, arguments.AsSpan(1)),
        _ => Unknown(name),
    };

    private static Evaluated Unknown(string name) => Evaluated.Fail($"no such overload: function '{name}' is not supported yet, or not for these arguments");

    private static Evaluated Size(JsonValue value) => value.Kind switch
    {
        JsonKind.String => Evaluated.Of(value.AsString()!.EnumerateRunes().Count()),
        JsonKind.Array => Evaluated.Of(value.Items.Count),
        JsonKind.Object => Evaluated.Of(value.Members.Count),
        _ => Evaluated.NoOverload,
    };

    private static Evaluated ToText(JsonValue value) => value.Kind switch
    {
        JsonKind.String => Evaluated.Of(value),
        JsonKind.Bool => Evaluated.Of(value.AsBool() == true ? "true" : "false"),
        JsonKind.Integer or JsonKind.Double => Evaluated.Of(value.ToString()),
        _ => Evaluated.NoOverload,
    };

    private static Evaluated ToWhole(JsonValue value) => value.Kind switch
    {
        JsonKind.Integer => Evaluated.Of(value),
        JsonKind.Double => value.AsDouble() is > -9.2e18 and < 9.2e18 and var real ? Evaluated.Of((long)real) : Evaluated.Fail("integer overflow"),
        JsonKind.String => long.TryParse(value.AsString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? Evaluated.Of(whole)
            : Evaluated.Fail($"strconv.ParseInt: parsing \"{value.AsString()}\": invalid syntax"),
        _ => Evaluated.NoOverload,
    };

    private static Evaluated ToDouble(JsonValue value) => value.Kind switch
    {
        JsonKind.Integer or JsonKind.Double => Evaluated.Of(JsonValue.From(value.AsDouble()!.Value)),
        JsonKind.String => double.TryParse(value.AsString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var real)
            ? Evaluated.Of(JsonValue.From(real))
            : Evaluated.Fail($"strconv.ParseFloat: parsing \"{value.AsString()}\": invalid syntax"),
        _ => Evaluated.NoOverload,
    };

    private static Evaluated OfText(string name, string text, ReadOnlySpan<JsonValue> rest)
    {
        if (rest is [])
        {
            return name switch
            {
                "lowerAscii" => Evaluated.Of(text.ToLowerInvariant()),
                "upperAscii" => Evaluated.Of(text.ToUpperInvariant()),
                "trim" => Evaluated.Of(text.Trim()),
                _ => Unknown(name),
            };
        }

        if (TextFunctions.Apply(name, text, rest) is { } made) return made;
        if (rest[0].AsString() is not { } other) return Unknown(name);
        return (name, rest.Length) switch
        {
            ("indexOf", 1) => Evaluated.Of(RunesBefore(text, text.IndexOf(other, StringComparison.Ordinal))),
            ("lastIndexOf", 1) => Evaluated.Of(RunesBefore(text, text.LastIndexOf(other, StringComparison.Ordinal))),
            ("startsWith", 1) => Evaluated.Of(text.StartsWith(other, StringComparison.Ordinal)),
            ("endsWith", 1) => Evaluated.Of(text.EndsWith(other, StringComparison.Ordinal)),
            ("contains", 1) => Evaluated.Of(text.Contains(other, StringComparison.Ordinal)),
            ("matches", 1) => Matches(text, other),
            ("split", 1) => Evaluated.Of(JsonValue.From(Split(text, other).Select(static part => JsonValue.From(part)).ToListOf())),
            ("replace", 2) when rest[1].AsString() is { } by && other.Length > 0 => Evaluated.Of(text.Replace(other, by, StringComparison.Ordinal)),
            _ => Unknown(name),
        };
    }

    /// <summary>Places are counted in characters, of which some are two of .NET's.</summary>
    private static long RunesBefore(string text, int at) => at < 0 ? -1 : text[..at].EnumerateRunes().Count();

    private static IEnumerable<string> Split(string text, string separator) =>
        separator.Length > 0 ? text.Split(separator) : text.EnumerateRunes().Select(static rune => rune.ToString());

    private static Evaluated Join(JsonValue[] arguments)
    {
        if (arguments[0].Items.Any(static item => item.Kind != JsonKind.String)) return Unknown("join");
        var separator = arguments.Length > 1 ? arguments[1].AsString() : "";
        return separator is null ? Unknown("join") : Evaluated.Of(string.Join(separator, arguments[0].Items.Select(static item => item.AsString())));
    }

    private static Evaluated Matches(string text, string pattern) => WithPattern(pattern, regex => Evaluated.Of(regex.IsMatch(text)));

    /// <summary>In time that grows with the text only, as RE2 does.</summary>
    public static Evaluated WithPattern(string pattern, Func<Regex, Evaluated> use)
    {
        try
        {
            return use(new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, s_longestMatch));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return Evaluated.Fail($"error parsing regexp: {e.Message}");
        }
        catch (RegexMatchTimeoutException)
        {
            return Evaluated.Fail(ExpressionBudget.Exceeded);
        }
    }
}
