using System.Text.RegularExpressions;
using Kybernet.ApiServer.Expressions.Values;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Expressions;

/// <summary>
/// Functions and methods; a method's target is its first argument. Specification: CEL's <c>langdef.md</c> and cel-go's <c>ext/strings</c>.
/// </summary>
internal static class Functions
{
    private static readonly TimeSpan s_longestMatch = TimeSpan.FromSeconds(1);

    public static Evaluated Apply(string name, JsonValue[] arguments) => (name, arguments) switch
    {
        ("size", [{ Kind: not JsonKind.Foreign } value]) => Size(value),
        ("dyn", [var value]) => Evaluated.Of(value),
        _ when name.Contains('.', StringComparison.Ordinal) => SpacedFunctions.Apply(name, arguments) ?? Unknown(name),
        ("join", [{ Kind: JsonKind.Array }, ..]) => Join(arguments),
        (_, [{ Kind: JsonKind.Array } list, .. var rest]) when ListFunctions.Apply(name, list.Items, rest) is { } made => made,
        (_, [{ Kind: JsonKind.Foreign } value, .. var rest])
            when ((IForeignValue)value.AsForeign()!).Call(name, ListOf<JsonValue>.Adopt(rest)) is { } made => made,
        _ when Conversions.Apply(name, arguments) is { } converted => converted,
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

    private static Evaluated OfText(string name, string text, ReadOnlySpan<JsonValue> rest)
    {
        if (rest is [])
        {
            return name switch
            {
                "lowerAscii" => Evaluated.Of(string.Concat(text.Select(static c => char.IsAsciiLetterUpper(c) ? (char)(c + 32) : c))),
                "upperAscii" => Evaluated.Of(string.Concat(text.Select(static c => char.IsAsciiLetterLower(c) ? (char)(c - 32) : c))),
                "trim" => Evaluated.Of(text.Trim()),
                "reverse" => Evaluated.Of(string.Concat(text.EnumerateRunes().Reverse().Select(static rune => rune.ToString()))),
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
