using System.Globalization;
using System.Text;
using Kybernet.Machinery.Yaml.Scanning;

namespace Kybernet.Machinery.Yaml.Writing;

/// <summary>Undoes the escapes of JSON strings.</summary>
internal static class JsonStringText
{
    /// <summary>Half a surrogate pair becomes U+FFFD, as Go reads it. The text is a string of valid JSON, without its quotes.</summary>
    public static void Unescape(ReadOnlySpan<byte> escaped, TextBuffer output)
    {
        while (!escaped.IsEmpty)
        {
            var plain = escaped.IndexOf((byte)'\\');
            output.Append(plain < 0 ? escaped : escaped[..plain]);
            if (plain < 0) return;
            escaped = escaped[plain..];
            if (escaped[1] != 'u')
            {
                output.Append(Letter(escaped[1]));
                escaped = escaped[2..];
                continue;
            }

            var first = Unit(escaped);
            escaped = escaped[6..];
            if (char.IsHighSurrogate(first) && escaped.StartsWith("\\u"u8) && Rune.TryCreate(first, Unit(escaped), out var pair))
            {
                output.Append(pair);
                escaped = escaped[6..];
            }
            else
            {
                output.Append(Rune.TryCreate(first, out var rune) ? rune : Rune.ReplacementChar);
            }
        }
    }

    private static byte Letter(byte escape) => (char)escape switch
    {
        'n' => (byte)'\n',
        't' => (byte)'\t',
        'r' => (byte)'\r',
        'b' => (byte)'\b',
        'f' => (byte)'\f',
        _ => escape,
    };

    private static char Unit(ReadOnlySpan<byte> escape) =>
        (char)ushort.Parse(escape.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
