using System.Buffers;
using System.Text;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Apply.Fields;

/// <summary>
/// The text of a step as the name of a JSON member. Upstream writes names and values by two different rules of escaping
/// (json-iterator's): names escape what JSON demands and nothing else, strings in keys and values HTML's characters too.
/// </summary>
internal static class StepText
{
    private static readonly SearchValues<byte> s_special = SearchValues.Create(
        "\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\v\f\r\u000e\u000f"u8
        + "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\"\\"u8);

    public static void Plain(JsonWriter into, string prefix, string name)
    {
        var size = Encoding.UTF8.GetMaxByteCount(prefix.Length + name.Length);
        var span = into.GetSpan(size);
        var length = Encoding.UTF8.GetBytes(prefix, span);
        length += Encoding.UTF8.GetBytes(name, span[length..]);
        into.Advance(length);
    }

    /// <summary>Writes the text, UTF-8 without quotes, as a JSON string.</summary>
    public static void Quote(JsonWriter into, ReadOnlySpan<byte> text)
    {
        into.Raw("\""u8);
        for (var at = text.IndexOfAny(s_special); at >= 0; at = text.IndexOfAny(s_special))
        {
            into.Raw(text[..at]);
            Escape(into, text[at]);
            text = text[(at + 1)..];
        }

        into.Raw(text);
        into.Raw("\""u8);
    }

    public static void Keys(JsonWriter into, MapOf<JsonValue> keys)
    {
        into.Raw("{"u8);
        var first = true;
        foreach (var (name, value) in keys)
        {
            if (!first) into.Raw(","u8);
            first = false;
            Quote(into, Encoding.UTF8.GetBytes(name));
            into.Raw(":"u8);
            Value(into, value);
        }

        into.Raw("}"u8);
    }

    public static void Value(JsonWriter into, JsonValue value)
    {
        if (value.AsString() is not { } text) JsonValueCodec.WriteJson(into, value);
        else QuoteHtml(into, Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Writes a string with the characters escaped that HTML gives a meaning, and the line separators of JavaScript.</summary>
    public static void QuoteHtml(JsonWriter into, ReadOnlySpan<byte> text)
    {
        into.Raw("\""u8);
        var from = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var isSeparator = text[i] == 0xE2 && i + 2 < text.Length && text[i + 1] == 0x80 && text[i + 2] is 0xA8 or 0xA9;
            if (!isSeparator && text[i] is >= 0x20 and not ((byte)'"' or (byte)'\\' or (byte)'<' or (byte)'>' or (byte)'&')) continue;
            into.Raw(text[from..i]);
            if (isSeparator)
            {
                into.Raw(text[i + 2] == 0xA8 ? "\\u2028"u8 : "\\u2029"u8);
                i += 2;
            }
            else
            {
                Escape(into, text[i]);
            }

            from = i + 1;
        }

        into.Raw(text[from..]);
        into.Raw("\""u8);
    }

    private static void Escape(JsonWriter into, byte unit)
    {
        switch (unit)
        {
            case (byte)'"':
                into.Raw("\\\""u8);
                break;
            case (byte)'\\':
                into.Raw("\\\\"u8);
                break;
            case (byte)'\n':
                into.Raw("\\n"u8);
                break;
            case (byte)'\r':
                into.Raw("\\r"u8);
                break;
            case (byte)'\t':
                into.Raw("\\t"u8);
                break;
            default:
                into.Raw([(byte)'\\', (byte)'u', (byte)'0', (byte)'0', Digit(unit >> 4), Digit(unit & 15)]);
                break;
        }
    }

    private static byte Digit(int value) => "0123456789abcdef"u8[value];
}
