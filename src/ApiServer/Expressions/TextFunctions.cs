using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Expressions;

/// <summary>
/// Methods of texts that cut them, and count characters (Unicode's, not bytes). Specification: cel-go's <c>ext/strings</c>, <c>library/regex</c>.
/// </summary>
internal static class TextFunctions
{
    /// <summary>Null when there is no such method for these arguments.</summary>
    public static Evaluated? Apply(string name, string text, ReadOnlySpan<JsonValue> rest)
    {
        var (first, second) = (rest[0], rest.Length > 1 ? rest[1] : default(JsonValue?));
        return (name, first.AsString(), first.AsInteger()) switch
        {
            ("charAt", null, { } at) => CharAt([.. text.EnumerateRunes()], at),
            ("substring", null, { } from) => Substring([.. text.EnumerateRunes()], from, second),
            ("split", { Length: > 0 } separator, null) when second?.AsInteger() is { } most => Evaluated.Of(Texts(most switch
            {
                < 0 => text.Split(separator),
                0 => [],
                _ => text.Split(separator, (int)Math.Min(most, int.MaxValue)),
            })),
            ("find", { } pattern, null) => Functions.WithPattern(pattern, regex => Evaluated.Of(regex.Match(text).Value)),
            ("findAll", { } pattern, null) => Functions.WithPattern(
                pattern, regex => Evaluated.Of(Texts(regex.Matches(text).Select(static match => match.Value)))),
            _ => null,
        };
    }

    private static JsonValue Texts(IEnumerable<string> texts) => JsonValue.From(texts.Select(static text => JsonValue.From(text)).ToListOf());

    private static Evaluated CharAt(System.Text.Rune[] runes, long at) => at < 0 || at > runes.Length
        ? Evaluated.Fail($"index out of range: {at}")
        : Evaluated.Of(at == runes.Length ? "" : runes[at].ToString());

    private static Evaluated Substring(System.Text.Rune[] runes, long from, JsonValue? end)
    {
        var to = end is { } given ? given.AsInteger() : runes.Length;
        if (to is not { } until) return Evaluated.NoOverload;
        if (from < 0 || from > runes.Length) return Evaluated.Fail($"index out of range: {from}");
        if (until < from || until > runes.Length)
            return Evaluated.Fail(until < from && until >= 0 ? $"invalid substring range. start: {from}, end: {until}" : $"index out of range: {until}");
        return Evaluated.Of(string.Concat(runes[(int)from..(int)until]));
    }
}
