using System.Net;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Expressions.Values;

/// <summary>An absolute URL, or an absolute path. Upstream: <c>library/urls.go</c>.</summary>
/// <param name="Text">As it was given.</param>
/// <param name="Parts">Null for a path.</param>
internal sealed record UrlValue(string Text, Uri? Parts) : IForeignValue
{
    public string Type => "net.URL";

    public static UrlValue? Parse(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\0', '\u001f') >= 0) return null;
        if (text.StartsWith('/')) return new(text, null);
        // What .NET would take and make a file of.
        if (text.IndexOf(':', StringComparison.Ordinal) <= 0) return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) ? new(text, uri) : null;
    }

    public static Evaluated Read(string text) => Parse(text) is { } url
        ? Evaluated.Of(url)
        : Evaluated.Fail($"URL parse error during conversion from string: parse \"{text}\": invalid URI for request");

    public Evaluated? Call(string method, ListOf<JsonValue> arguments) => arguments.Count > 0 ? null : method switch
    {
        "getScheme" => Evaluated.Of(Parts?.Scheme ?? ""),
        "getHost" => Evaluated.Of(Host),
        "getHostname" => Evaluated.Of(Host.StartsWith('[') ? Host[1..Host.IndexOf(']', StringComparison.Ordinal)] : Host.Split(':')[0]),
        "getPort" => Evaluated.Of(Host[(Host.LastIndexOf(']') + 1)..] is var end && end.LastIndexOf(':') is >= 0 and var colon ? end[(colon + 1)..] : ""),
        "getEscapedPath" => Evaluated.Of(EscapedPath),
        "getQuery" => Evaluated.Of(Query()),
        _ => null,
    };

    public override string ToString() => Text;

    /// <summary>As it was written, a port that goes without saying too.</summary>
    private string Host
    {
        get
        {
            var start = Parts is null ? -1 : Text.IndexOf("://", StringComparison.Ordinal);
            if (start < 0) return "";
            var rest = Text[(start + 3)..];
            var end = rest.AsSpan().IndexOfAny('/', '?', '#');
            var authority = end < 0 ? rest : rest[..end];
            return authority[(authority.LastIndexOf('@') + 1)..];
        }
    }

    private string Tail
    {
        get
        {
            var start = Parts is null ? 0 : Text.IndexOf("://", StringComparison.Ordinal) + 3;
            var at = Text.AsSpan(start).IndexOfAny('/', '?', '#');
            var tail = at < 0 ? "" : Text[(start + at)..];
            var fragment = tail.IndexOf('#', StringComparison.Ordinal);
            return fragment < 0 ? tail : tail[..fragment];
        }
    }

    private string EscapedPath
    {
        get
        {
            var path = Tail.Split('?')[0];
            return string.Concat(path.Select(static c => c is ' ' or '"' or '<' or '>' or '^' or '`' or '{' or '}' or '|' or '\\' || c > 126
                ? Uri.EscapeDataString(c.ToString())
                : c.ToString()));
        }
    }

    private JsonValue Query()
    {
        var tail = Tail;
        var mark = tail.IndexOf('?', StringComparison.Ordinal);
        var pairs = (mark < 0 ? "" : tail[(mark + 1)..]).Split('&', StringSplitOptions.RemoveEmptyEntries).Select(static pair =>
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            return equals < 0 ? (Name: pair, Value: "") : (Name: pair[..equals], Value: pair[(equals + 1)..]);
        });
        return JsonValue.From(pairs.GroupBy(static pair => WebUtility.UrlDecode(pair.Name)).ToDictionary(
            static group => group.Key,
            static group => JsonValue.From(group.Select(static pair => JsonValue.From(WebUtility.UrlDecode(pair.Value))).ToListOf())).ToMapOf());
    }
}
