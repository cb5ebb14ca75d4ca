using System.Globalization;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Expressions.Values;

/// <summary>A named form of texts. Upstream: <c>library/format.go</c>.</summary>
internal sealed record FormatValue(string Name) : IForeignValue
{
    private static readonly string[] s_names =
    [
        "dns1123Label", "dns1123Subdomain", "dns1035Label", "qualifiedName", "dns1123LabelPrefix", "dns1123SubdomainPrefix", "dns1035LabelPrefix",
        "labelValue", "uri", "uuid", "byte", "date", "datetime",
    ];

    public string Type => "kubernetes.NamedFormat";

    public static ReadOnlySpan<string> Names => s_names;

    /// <summary>Functions that make one.</summary>
    public static Evaluated? Make(string function, JsonValue[] arguments) => (function, arguments) switch
    {
        ("format.named", [var name]) when name.AsString() is { } text =>
            OptionalValue.Of(s_names.Contains(text) ? JsonValue.FromForeign(new FormatValue(text)) : (JsonValue?)null),
        (_, []) when function.StartsWith("format.", StringComparison.Ordinal) && s_names.Contains(function["format.".Length..]) =>
            Evaluated.Of(new FormatValue(function["format.".Length..])),
        _ => null,
    };

    public Evaluated? Call(string method, ListOf<JsonValue> arguments)
    {
        if (method != "validate" || arguments.Count != 1 || arguments[0].AsString() is not { } text) return null;
        var problems = Problems(text);
        return problems.IsEmpty
            ? Evaluated.Of(OptionalValue.None)
            : OptionalValue.Of(JsonValue.From(problems.Select(static problem => JsonValue.From(problem)).ToListOf()));
    }

    private ListOf<string> Problems(string text) => Name switch
    {
        "dns1123Label" => DnsNames.IsDns1123Label(text),
        "dns1123Subdomain" => DnsNames.IsDns1123Subdomain(text),
        "dns1035Label" => DnsNames.IsDns1035Label(text),
        // What is completed by a name of its own may end with a dash.
        "dns1123LabelPrefix" => DnsNames.IsDns1123Label(Completed(text)),
        "dns1123SubdomainPrefix" => DnsNames.IsDns1123Subdomain(Completed(text)),
        "dns1035LabelPrefix" => DnsNames.IsDns1035Label(Completed(text)),
        "qualifiedName" => QualifiedNames.IsQualifiedName(text),
        "labelValue" => QualifiedNames.IsValidLabelValue(text),
        "uri" => UrlValue.Parse(text) is null ? [$"parse \"{text}\": invalid URI for request"] : [],
        "uuid" => IsUuid(text) ? [] : ["does not match the UUID format"],
        "byte" => Convert.TryFromBase64String(text, new byte[text.Length], out _) ? [] : ["invalid base64"],
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? [] : ["invalid date"],
        _ => !TimestampValue.Read(text).IsError ? [] : ["invalid datetime"],
    };

    private static string Completed(string text) => text.Length > 1 && text[^1] == '-' ? text[..^1] + "a" : text;

    private static bool IsUuid(string text) => Guid.TryParseExact(text, "D", out _) || Guid.TryParseExact(text, "N", out _);
}
