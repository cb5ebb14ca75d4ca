using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Describe;

/// <summary>Selectors as upstream prints them.</summary>
internal static class SelectorText
{
    private const string None = "<none>";

    /// <summary>A map of labels; <c>&lt;none&gt;</c> for an empty one.</summary>
    public static string OfLabels(JsonValue labels) => OrNone(
        string.Join(',', labels.Pairs().OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"{pair.Key}={pair.Value.AsString()}")));

    /// <summary>A label selector, sorted by key; empty for one that has no terms.</summary>
    public static string Of(JsonValue selector)
    {
        var terms = selector["matchLabels"].Pairs().Select(static pair => (pair.Key, Text: $"{pair.Key}={pair.Value.AsString()}"))
            .Concat(selector["matchExpressions"].Items.Select(static term => (Key: term.Text("key"), Text: Expression(term))));
        return string.Join(',', terms.OrderBy(static term => term.Key, StringComparer.Ordinal).Select(static term => term.Text));
    }

    public static string OrNone(string text) => text.Length > 0 ? text : None;

    private static string Expression(JsonValue term)
    {
        var values = string.Join(',', term["values"].Items.Select(static value => value.AsString()).Order(StringComparer.Ordinal));
        return term.Text("operator") switch
        {
            "In" => $"{term.Text("key")} in ({values})",
            "NotIn" => $"{term.Text("key")} notin ({values})",
            "Exists" => term.Text("key"),
            _ => "!" + term.Text("key"),
        };
    }
}
