using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Kybernet.Machinery.Selectors;

/// <summary>Values in field selectors: backslash, comma and equals sign are escaped with a backslash.</summary>
public static class FieldValueText
{
    public static string Escape(string value)
    {
        if (value.AsSpan().IndexOfAny('\\', ',', '=') < 0) return value;
        var text = new StringBuilder(value.Length + 8);
        foreach (var unit in value)
        {
            if (unit is '\\' or ',' or '=') text.Append('\\');
            text.Append(unit);
        }

        return text.ToString();
    }

    /// <summary>The value that the escaped text stands for; text without special characters is returned as it is.</summary>
    /// <remarks>Upstream names the unescaped character by its number.</remarks>
    public static bool TryUnescape(string text, [NotNullWhen(true)] out string? value, [NotNullWhen(false)] out string? error)
    {
        (value, error) = (text, null);
        if (text.AsSpan().IndexOfAny('\\', ',', '=') < 0) return true;
        value = null;
        var unescaped = new StringBuilder(text.Length);
        var isEscape = false;
        foreach (var rune in text.EnumerateRunes())
        {
            var isSpecial = rune.Value is '\\' or ',' or '=';
            if (isEscape && !isSpecial) error = $"invalid field selector: invalid escape sequence: \\{rune}";
            if (!isEscape && rune.Value is ',' or '=')
                error = string.Create(CultureInfo.InvariantCulture, $"invalid field selector: unescaped character in value: {rune.Value}");
            if (error is not null) return false;
            isEscape = !isEscape && rune.Value == '\\';
            if (!isEscape) unescaped.Append(rune);
        }

        if (isEscape) error = "invalid field selector: invalid escape sequence: \\";
        else value = unescaped.ToString();
        return error is null;
    }
}
