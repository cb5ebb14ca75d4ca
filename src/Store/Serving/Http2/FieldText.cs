using System.Text;

namespace Kybernet.Store.Serving.Http2;

/// <summary>Header fields in full, as a literal with a new name (RFC 7541, 6.2).</summary>
internal static class FieldText
{
    private const byte Kept = 0x40;
    private const int ShortText = 126;

    /// <summary>Writes a field; returns its length, at most 8 bytes more than its text.</summary>
    public static int WriteInFull(Span<byte> into, string name, string value, bool isKept)
    {
        into[0] = isKept ? Kept : (byte)0;
        var length = 1 + WriteText(into[1..], name);
        return length + WriteText(into[length..], value);
    }

    private static int WriteText(Span<byte> into, string text)
    {
        var at = 1;
        if (text.Length <= ShortText)
        {
            into[0] = (byte)text.Length;
        }
        else
        {
            into[0] = ShortText + 1;
            var rest = text.Length - ShortText - 1;
            for (; rest >= 0x80; rest >>= 7) into[at++] = (byte)(rest | 0x80);
            into[at++] = (byte)rest;
        }

        return at + Encoding.ASCII.GetBytes(text, into[at..]);
    }
}
