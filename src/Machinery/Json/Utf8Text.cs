using System.Text;

namespace Kybernet.Machinery.Json;

/// <summary>Makes strings of UTF-8; invalid bytes become U+FFFD.</summary>
internal static class Utf8Text
{
    /// <summary>The same as the framework's decoder, quicker for the short ASCII texts that objects are made of.</summary>
    public static string ToString(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return "";
        if (utf8.Length > 128 || !Ascii.IsValid(utf8)) return Encoding.UTF8.GetString(utf8);
        return string.Create(utf8.Length, utf8, static (text, bytes) => Ascii.ToUtf16(bytes, text, out _));
    }
}
