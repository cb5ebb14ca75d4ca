using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.AdmissionRegistration;

/// <summary>The parts of a URL as Go's <c>net/url</c> splits them, as far as rules about webhooks look at them.</summary>
internal sealed record WebhookUrl
{
    public string Scheme { get; private init; } = "";

    public string Host { get; private init; } = "";

    /// <summary>Name and password; null when there is no <c>@</c>.</summary>
    public string? User { get; private init; }

    public string Query { get; private init; } = "";

    public string Fragment { get; private init; } = "";

    /// <summary>Splits the URL; false, with Go's message, when Go refuses it.</summary>
    public static bool TryParse(string text, out WebhookUrl url, out string error)
    {
        url = new();
        error = "";
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        var fragment = hash < 0 ? "" : text[(hash + 1)..];
        var rest = hash < 0 ? text : text[..hash];
        if (rest.Any(c => c < ' ' || c == 0x7f)) return Fail(rest, "net/url: invalid control character in URL", out error);
        var colon = SchemeEnd(rest);
        if (colon == 0) return Fail(rest, "missing protocol scheme", out error);
        var scheme = colon < 0 ? "" : rest[..colon].ToLowerInvariant();
        rest = rest[(colon + 1)..];
        var question = rest.IndexOf('?', StringComparison.Ordinal);
        url = url with { Scheme = scheme, Fragment = fragment, Query = question < 0 ? "" : rest[(question + 1)..] };
        if (question >= 0) rest = rest[..question];
        if (!rest.StartsWith('/'))
        {
            // "mailto:x" has neither host nor path.
            if (scheme.Length > 0) return true;
            return rest.Split('/')[0].Contains(':', StringComparison.Ordinal)
                ? Fail(text, "first path segment in URL cannot contain colon", out error)
                : true;
        }

        if (!rest.StartsWith("//", StringComparison.Ordinal) || (scheme.Length == 0 && rest.StartsWith("///", StringComparison.Ordinal))) return true;
        var authority = rest[2..].Split('/')[0];
        var at = authority.LastIndexOf('@');
        var host = authority[(at + 1)..];
        if (CheckHost(host) is { } problem) return Fail(text, problem, out error);
        url = url with { Host = host, User = at < 0 ? null : authority[..at] };
        return true;
    }

    /// <summary>Where the colon after the scheme is: 0 when nothing is before it, -1 when there is no scheme.</summary>
    private static int SchemeEnd(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == ':') return i;
            if (char.IsAsciiLetter(text[i]) || (i > 0 && (char.IsAsciiDigit(text[i]) || text[i] is '+' or '-' or '.'))) continue;
            return -1;
        }

        return -1;
    }

    private static string? CheckHost(string host)
    {
        if (host.Any(c => c is ' ' or '"' or '<' or '>' or '\\' or '^' or '`' or '{' or '|' or '}'))
        {
            var bad = host.First(c => c is ' ' or '"' or '<' or '>' or '\\' or '^' or '`' or '{' or '|' or '}');
            return $"invalid character {QuotedText.Of(bad.ToString())} in host name";
        }

        var bracket = host.LastIndexOf(']');
        if (host.StartsWith('[') && bracket < 0) return "missing ']' in host";
        var colon = host.StartsWith('[') ? bracket + 1 : host.LastIndexOf(':');
        if (colon < 0 || colon == host.Length) return null;
        var port = host[colon..];
        return port[0] == ':' && port[1..].All(char.IsAsciiDigit) ? null : $"invalid port {QuotedText.Of(port)} after host";
    }

    private static bool Fail(string text, string message, out string error)
    {
        error = $"parse {QuotedText.Of(text)}: {message}";
        return false;
    }
}
