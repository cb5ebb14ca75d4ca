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

    /// <summary>The well-formed blocks, in order. Time and memory grow with the text, however many false beginnings it has.</summary>
    public static IEnumerable<PemBlock> ReadAll(ReadOnlyMemory<byte> bytes)
    {
        var text = Encoding.Latin1.GetString(bytes.Span);
        var end = -1;
        for (var at = Find(text, 0); at >= 0; at = Find(text, at))
        {
            var (typeLine, header) = Line(text, at);
            var start = header;
            while (start < text.Length && Line(text, start) is var (line, next) && line.Contains(':', StringComparison.Ordinal)) start = next;
            at = start;

            // The end may follow at once: its line break is then the one before. One that was found for a false beginning still counts.
            if (end < start - 1) end = text.IndexOf(End, start - 1, StringComparison.Ordinal);
            if (end < 0) yield break;
            if (Read(text, typeLine, header, start, end) is not { } block) continue;
            yield return block;
            at = Line(text, end + End.Length).Next;
        }
    }

    /// <summary>The position after the next <c>BEGIN</c> that starts a line at or after <paramref name="start"/>; -1 when there is none.</summary>
    private static int Find(string text, int start)
    {
        var begin = start;
        while ((begin = text.IndexOf(Begin, begin, StringComparison.Ordinal)) >= 0)
        {
            begin += Begin.Length;
            if (begin == Begin.Length || text[begin - Begin.Length - 1] == '\n') return begin;
        }

        return -1;
    }

    private static PemBlock? Read(string text, string typeLine, int header, int start, int end)
    {
        if (!typeLine.EndsWith(Dashes, StringComparison.Ordinal)) return null;
        if (Line(text, end + End.Length).Text != typeLine[..^Dashes.Length] + Dashes) return null;
        var encoded = text.AsSpan(start, Math.Max(0, end - start));
        var content = new byte[encoded.Length];
        return Convert.TryFromBase64Chars(encoded, content, out var length)
            ? new(typeLine[..^Dashes.Length], start > header, content.AsMemory(0, length))
            : null;
    }

    /// <summary>The line at <paramref name="start"/> without trailing blanks, and where the next one starts.</summary>
    private static (string Text, int Next) Line(string text, int start)
    {
        var end = text.IndexOf('\n', start);
        return end < 0 ? (text[start..].TrimEnd(' ', '\t', '\r'), text.Length) : (text[start..end].TrimEnd(' ', '\t', '\r'), end + 1);
    }
}
