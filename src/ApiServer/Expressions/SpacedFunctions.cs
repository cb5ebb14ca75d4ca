using Kybernet.ApiServer.Expressions.Values;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Expressions;

/// <summary>Functions whose names have a dot. Specification: cel-go's <c>ext/sets</c> and <c>ext/math</c>.</summary>
internal static class SpacedFunctions
{
    /// <summary>Null when there is no such function for these arguments.</summary>
    public static Evaluated? Apply(string name, JsonValue[] arguments) => (name, arguments) switch
    {
        ("sets.contains", [{ Kind: JsonKind.Array } all, { Kind: JsonKind.Array } some]) => Evaluated.Of(Contains(all, some)),
        ("sets.equivalent", [{ Kind: JsonKind.Array } left, { Kind: JsonKind.Array } right]) => Evaluated.Of(Contains(left, right) && Contains(right, left)),
        ("sets.intersects", [{ Kind: JsonKind.Array } left, { Kind: JsonKind.Array } right]) => Evaluated.Of(right.Items.Any(item => Has(left, item))),
        ("math.greatest", [{ Kind: JsonKind.Array }]) => ListFunctions.Apply("max", arguments[0].Items, []),
        ("math.least", [{ Kind: JsonKind.Array }]) => ListFunctions.Apply("min", arguments[0].Items, []),
        ("math.greatest", _) => ListFunctions.Apply("max", [.. arguments], []),
        ("math.least", _) => ListFunctions.Apply("min", [.. arguments], []),
        ("ip.isCanonical", [{ Kind: JsonKind.String } text]) => IpValue.IsCanonical(text.AsString()!),
        ("jsonpatch.escapeKey", [{ Kind: JsonKind.String } key]) =>
            Evaluated.Of(key.AsString()!.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)),
        ("strings.quote", [{ Kind: JsonKind.String } text]) => Evaluated.Of(QuotedText.Of(text.AsString()!)),
        ("optional.unwrap", [{ Kind: JsonKind.Array } list]) => OptionalValue.Unwrap(list.Items),
        ("lists.range", [{ Kind: JsonKind.Integer } count]) => ListFunctions.Range(count.AsInteger()!.Value),
        _ => OptionalValue.Make(name, arguments) ?? FormatValue.Make(name, arguments),
    };

    private static bool Contains(JsonValue all, JsonValue some) => some.Items.All(item => Has(all, item));

    private static bool Has(JsonValue list, JsonValue item) => list.Items.Any(other => Operators.AreEqual(other, item));
}
