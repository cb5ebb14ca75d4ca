using System.Text;

namespace Kybernet.Machinery.Yaml;

/// <summary>The checks of a source before it is read: its encoding and its characters.</summary>
internal static class SourceText
{
    /// <summary>The source in UTF-8 without a byte order mark. Sources in UTF-16 tell so by theirs.</summary>
    public static ReadOnlyMemory<byte> Normalize(ReadOnlyMemory<byte> source)
    {
        var bytes = source.Span;
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) return source[3..];
        if (bytes.StartsWith(Encoding.Unicode.Preamble)) return Encoding.Convert(Encoding.Unicode, Encoding.UTF8, bytes[2..].ToArray());
        return bytes.StartsWith(Encoding.BigEndianUnicode.Preamble)
            ? Encoding.Convert(Encoding.BigEndianUnicode, Encoding.UTF8, bytes[2..].ToArray())
            : source;
    }

    /// <summary>Refuses what is no UTF-8 and the control characters YAML forbids.</summary>
    public static YamlError? Check(ReadOnlySpan<byte> source, YamlPosition start)
    {
        for (var i = 0; i < source.Length;)
        {
            if (source[i] is >= 0x20 and < 0x7F or (byte)'\n' or (byte)'\r' or (byte)'\t')
            {
                i++;
                continue;
            }

            var isValid = Rune.DecodeFromUtf8(source[i..], out var rune, out var width) == System.Buffers.OperationStatus.Done;
            if (!isValid) return YamlError.At(Advance(start, source[..i]), "invalid UTF-8 octet sequence");
            if (!IsAllowed(rune.Value)) return YamlError.At(Advance(start, source[..i]), "control characters are not allowed");
            i += width;
        }

        return null;
    }

    /// <summary>The position behind <paramref name="text"/> that starts at <paramref name="start"/>. The text ends between characters.</summary>
    public static YamlPosition Advance(YamlPosition start, ReadOnlySpan<byte> text)
    {
        var cursor = Scanning.SourceCursor.Over(text, 0);
        var lines = 0;
        var column = start.Column;
        while (!cursor.IsEnd)
        {
            if (cursor.IsBreak)
            {
                cursor.SkipBreak();
                lines++;
                column = 1;
            }
            else
            {
                cursor.Skip();
                column++;
            }
        }

        return new(start.Line + lines, column);
    }

    private static bool IsAllowed(int value) => value is 0x09 or 0x0A or 0x0D or (>= 0x20 and <= 0x7E) or 0x85
        or (>= 0xA0 and <= 0xFFFD) or (>= 0x10000 and <= 0x10FFFF);
}
