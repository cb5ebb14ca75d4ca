using System.Text;
using Kybernet.Machinery.Yaml.Scanning;

namespace Kybernet.Machinery.Yaml.Composing;

/// <summary>Writes JSON strings.</summary>
internal static class JsonText
{
    /// <summary>Escapes what JSON demands and nothing more. Bytes that are no UTF-8 become U+FFFD each, as upstream writes them.</summary>
    public static void AppendString(TextBuffer output, ReadOnlySpan<byte> text)
    {
        output.Append((byte)'"');
        while (!text.IsEmpty)
        {
            var plain = PlainLength(text);
            output.Append(text[..plain]);
            text = text[plain..];
            if (text.IsEmpty) break;
            text = text[AppendOne(output, text)..];
        }

        output.Append((byte)'"');
    }

    private static int PlainLength(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < text.Length; i++)
            if (text[i] is < 0x20 or (byte)'"' or (byte)'\\' or >= 0x80) return i;
        return text.Length;
    }

    /// <returns>How many bytes of <paramref name="text"/> were written.</returns>
    private static int AppendOne(TextBuffer output, ReadOnlySpan<byte> text)
    {
        if (text[0] >= 0x80)
        {
            var isValid = Rune.DecodeFromUtf8(text, out var rune, out var width) == System.Buffers.OperationStatus.Done;
            output.Append(isValid ? rune : Rune.ReplacementChar);
            return isValid ? width : 1;
        }

        output.Append((byte)'\\');
        var letter = (char)text[0] switch { '"' => '"', '\\' => '\\', '\n' => 'n', '\t' => 't', '\r' => 'r', '\b' => 'b', '\f' => 'f', _ => 'u' };
        output.Append((byte)letter);
        if (letter == 'u')
        {
            output.Append("00"u8);
            output.Append((byte)(text[0] < 0x10 ? '0' : '1'));
            output.Append("0123456789abcdef"u8[text[0] & 15]);
        }

        return 1;
    }
}
