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
            ("findAll", { } pattern, null) when second?.AsInteger() is { } most => Functions.WithPattern(pattern, regex => Evaluated.Of(Texts(
                regex.Matches(text).Select(static match => match.Value).Take(most < 0 ? int.MaxValue : (int)Math.Min(most, int.MaxValue))))),
            ("findAll", { } pattern, null) => Functions.WithPattern(
                pattern, regex => Evaluated.Of(Texts(regex.Matches(text).Select(static match => match.Value)))),
            ("indexOf", { } part, null) when second?.AsInteger() is { } from => IndexOf(text, part, from),
            ("lastIndexOf", { } part, null) when second?.AsInteger() is { } from => LastIndexOf(text, part, from),
            ("replace", { } part, null) when rest.Length == 3 && second?.AsString() is { } by && rest[2].AsInteger() is { } most =>
                Evaluated.Of(Replace(text, part, by, most)),
            ("format", null, null) when first.Kind == JsonKind.Array => TextFormat.Apply(text, first.Items),
            _ => null,
        };
    }

    private static Evaluated IndexOf(string text, string part, long from)
    {
        System.Text.Rune[] runes = [.. text.EnumerateRunes()];
        if (from < 0 || from > runes.Length) return Evaluated.Fail($"index out of range: {from}");
        var tail = string.Concat(runes[(int)from..]);
        var at = tail.IndexOf(part, StringComparison.Ordinal);
        return Evaluated.Of(at < 0 ? -1 : from + tail[..at].EnumerateRunes().Count());
    }

    private static Evaluated LastIndexOf(string text, string part, long from)
    {
        System.Text.Rune[] runes = [.. text.EnumerateRunes()];
        if (from < 0 || from > runes.Length) return Evaluated.Fail($"index out of range: {from}");
        var start = string.Concat(runes[..(int)from]).Length;
        var head = text[..Math.Min(text.Length, start + part.Length)];
        var at = head.LastIndexOf(part, StringComparison.Ordinal);
        return Evaluated.Of(at < 0 ? -1 : head[..at].EnumerateRunes().Count());
    }

    /// <summary>So many of the first ones; all when that is less than none.</summary>
    private static string Replace(string text, string part, string by, long most)
    {
        if (part.Length == 0 || most < 0) return part.Length == 0 ? text : text.Replace(part, by, StringComparison.Ordinal);
        var made = new System.Text.StringBuilder();
        var from = 0;
        for (var at = 0; most > 0 && (at = text.IndexOf(part, from, StringComparison.Ordinal)) >= 0; most--)
        {
            made.Append(text, from, at - from).Append(by);
            from = at + part.Length;
        }

        return made.Append(text, from, text.Length - from).ToString();
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
