using System.Collections.Frozen;
using System.Text;

namespace Kybernet.ApiServer.Connections;

/// <summary>Rewrites the links in the tags of a page and leaves every other character as it is.</summary>
/// <param name="text">The page.</param>
/// <param name="rewrite">Told a link as it stands in the page.</param>
internal sealed class HtmlLinks(string text, Func<string, string> rewrite)
{
    // Upstream: atomsToAttrs.
    private static readonly FrozenDictionary<string, string[]> s_links = new Dictionary<string, string[]>
    {
        ["a"] = ["href"],
        ["applet"] = ["codebase"],
        ["area"] = ["href"],
        ["audio"] = ["src"],
        ["base"] = ["href"],
        ["blockquote"] = ["cite"],
        ["body"] = ["background"],
        ["button"] = ["formaction"],
        ["command"] = ["icon"],
        ["del"] = ["cite"],
        ["embed"] = ["src"],
        ["form"] = ["action"],
        ["frame"] = ["longdesc", "src"],
        ["head"] = ["profile"],
        ["html"] = ["manifest"],
        ["iframe"] = ["longdesc", "src"],
        ["img"] = ["longdesc", "src", "usemap"],
        ["input"] = ["src", "usemap", "formaction"],
        ["ins"] = ["cite"],
        ["link"] = ["href"],
        ["object"] = ["classid", "codebase", "data", "usemap"],
        ["q"] = ["cite"],
        ["script"] = ["src"],
        ["source"] = ["src"],
        ["video"] = ["poster", "src"],
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // What stands in these is no markup.
    private static readonly FrozenSet<string> s_raw =
        new[] { "iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "textarea", "title", "xmp" }
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly StringBuilder _output = new();
    private int _copied;
    private int _at;

    public string Rewrite()
    {
        while (_at < text.Length && text.IndexOf('<', _at) is var open and >= 0)
        {
            _at = open + 1;
            if (text.AsSpan(_at).StartsWith("!--")) Skip("-->");
            else if (_at < text.Length && char.IsAsciiLetter(text[_at])) Tag();
        }

        return _output.Append(text, _copied, text.Length - _copied).ToString();
    }

    private void Skip(string end)
    {
        var found = text.IndexOf(end, _at, StringComparison.OrdinalIgnoreCase);
        _at = found < 0 ? text.Length : found;
    }

    private void Tag()
    {
        var tag = Word(" \t\r\n/>");
        var links = s_links.GetValueOrDefault(tag, []);
        while (_at < text.Length && text[_at] != '>')
        {
            if (" \t\r\n/".Contains(text[_at], StringComparison.Ordinal)) _at++;
            else Attribute(links);
        }

        if (s_raw.Contains(tag)) Skip($"</{tag}");
    }

    private void Attribute(string[] links)
    {
        var name = Word(" \t\r\n/>=");
        if (name.Length == 0) _at++;
        while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
        if (_at >= text.Length || text[_at] != '=') return;
        _at++;
        while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
        if (_at >= text.Length) return;
        var isQuoted = text[_at] is '"' or '\'';
        var end = isQuoted ? text[_at].ToString() : " \t\r\n>";
        if (isQuoted) _at++;
        var start = _at;
        var value = Word(end);
        if (links.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            _output.Append(text, _copied, start - _copied).Append(rewrite(value));
            _copied = _at;
        }

        if (isQuoted && _at < text.Length) _at++;
    }

    private string Word(string ends)
    {
        var start = _at;
        var length = text.AsSpan(_at).IndexOfAny(ends);
        _at = length < 0 ? text.Length : _at + length;
        return text[start.._at];
    }
}
