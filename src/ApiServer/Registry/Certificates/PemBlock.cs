using System.Text;

namespace Kybernet.ApiServer.Registry.Certificates;

/// <summary>One block of a PEM text. Upstream: Go's <c>encoding/pem</c>, which skips what is no well-formed block.</summary>
/// <param name="Type">What stands between <c>BEGIN</c> and the dashes.</param>
/// <param name="HasHeaders">Lines of the form <c>key: value</c> come before the content.</param>
/// <param name="Content">The decoded content.</param>
internal sealed record PemBlock(string Type, bool HasHeaders, ReadOnlyMemory<byte> Content)
{
    private const string Begin = "-----BEGIN ";
    private const string End = "\n-----END ";
    private const string Dashes = "-----";

    /// <summary>The well-formed blocks, in order.</summary>
    public static IEnumerable<PemBlock> ReadAll(ReadOnlyMemory<byte> text)
    {
        var rest = Encoding.Latin1.GetString(text.Span);
        while (Find(rest) is var next && next >= 0)
        {
            rest = rest[next..];
            if (TryRead(rest, out var block, out var after)) yield return block;
            rest = rest[after..];
        }
    }

    /// <summary>Where the text after the next <c>BEGIN</c> at the start of a line is; -1 when there is none.</summary>
    private static int Find(string text)
    {
        if (text.StartsWith(Begin, StringComparison.Ordinal)) return Begin.Length;
        var at = text.IndexOf('\n' + Begin, StringComparison.Ordinal);
        return at < 0 ? -1 : at + 1 + Begin.Length;
    }

    private static bool TryRead(string text, out PemBlock block, out int after)
    {
        block = null!;
        var (typeLine, next) = Line(text, 0);
        after = next;
        if (!typeLine.EndsWith(Dashes, StringComparison.Ordinal)) return false;
        var type = typeLine[..^Dashes.Length];
        var start = next;
        while (start < text.Length && Line(text, start) is var (line, following) && line.Contains(':', StringComparison.Ordinal)) start = following;
        after = start;

        // The end may follow at once: its line break is the one before.
        var end = text.IndexOf(End, start - 1, StringComparison.Ordinal);
        if (end < 0 || start == text.Length) return false;
        var (endLine, afterEnd) = Line(text, end + End.Length);
        if (endLine != type + Dashes) return false;
        var content = new byte[text.Length];
        var encoded = end < start ? "" : text[start..end];
        if (!Convert.TryFromBase64String(encoded, content, out var length)) return false;
        block = new(type, start > next, content.AsMemory(0, length));
        after = Math.Min(afterEnd, text.Length);
        // The next block begins at a line: keep the line break before it.
        if (after > 0 && after < text.Length && text[after - 1] == '\n') after--;
        return true;
    }

    /// <summary>The line at <paramref name="start"/> without trailing blanks, and where the next one starts.</summary>
    private static (string Text, int Next) Line(string text, int start)
    {
        var end = text.IndexOf('\n', start);
        return end < 0 ? (text[start..].TrimEnd(' ', '\t', '\r'), text.Length) : (text[start..end].TrimEnd(' ', '\t', '\r'), end + 1);
    }
}
