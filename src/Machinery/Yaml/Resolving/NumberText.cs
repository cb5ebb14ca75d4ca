using System.Buffers;
using System.Globalization;

namespace Kybernet.Machinery.Yaml.Resolving;

/// <summary>The forms of numbers upstream's reader knows: those of Go's number parsers and of YAML 1.1's floats.</summary>
internal static class NumberText
{
    private static readonly SearchValues<byte> _numberCharacters = SearchValues.Create("0123456789abcdefABCDEFxXoO_+-."u8);
    private static readonly SearchValues<byte> _floatCharacters = SearchValues.Create("0123456789eE_+-."u8);
    private static readonly SearchValues<byte> _digitsAndUnderscore = SearchValues.Create("0123456789_"u8);

    /// <summary>True when every character can be part of a number.</summary>
    public static bool MayBeNumber(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept(_numberCharacters) < 0;

    /// <summary>Integers in base 10, in base 8 after <c>0</c> or <c>0o</c>, in base 16 after <c>0x</c>, in base 2 after <c>0b</c>.</summary>
    /// <remarks>A plus sign halves the range, since upstream's reader of unsigned integers takes none.</remarks>
    public static bool TryParseInteger(ReadOnlySpan<byte> text, out bool negative, out ulong magnitude)
    {
        magnitude = 0;
        negative = text[0] == '-';
        var isSigned = text[0] is (byte)'-' or (byte)'+';
        var digits = isSigned ? text[1..] : text;
        var radix = 10UL;
        if (digits.Length > 1 && digits[0] == '0')
        {
            radix = (char)(digits[1] | 0x20) switch { 'x' => 16, 'b' => 2, _ => 8 };
            digits = (digits[1] | 0x20) is 'x' or 'b' or 'o' ? digits[2..] : digits[1..];
        }

        return TryParseDigits(digits, radix, out magnitude) && (!isSigned || negative || magnitude <= long.MaxValue);
    }

    /// <summary>The one form of binary integer with the sign behind the prefix, which upstream takes too: <c>0b-1</c>.</summary>
    public static bool TryParseSignedBinary(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.Length < 4 || !text.StartsWith("0b"u8) || text[2] is not ((byte)'-' or (byte)'+')) return false;
        if (!TryParseDigits(text[3..], 2, out var magnitude)) return false;
        var isNegative = text[2] == '-';
        value = unchecked(isNegative ? -(long)magnitude : (long)magnitude);
        return magnitude <= (isNegative ? 1UL << 63 : long.MaxValue);
    }

    /// <summary>Decimal numbers: a sign, digits with a point anywhere among them, an exponent. Too large a number is none.</summary>
    public static bool TryParseDecimal(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        var rest = text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        var whole = TakeDigits(ref rest);
        var fraction = 0;
        if (!rest.IsEmpty && rest[0] == '.')
        {
            rest = rest[1..];
            fraction = TakeDigits(ref rest);
        }

        if (whole + fraction == 0) return false;
        if (!rest.IsEmpty && (rest[0] | 0x20) == 'e')
        {
            rest = rest[1..];
            if (!rest.IsEmpty && rest[0] is (byte)'-' or (byte)'+') rest = rest[1..];
            if (TakeDigits(ref rest) == 0) return false;
        }

        return rest.IsEmpty && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    /// <summary>Numbers that start with their point, where an underscore may stand between two digits.</summary>
    public static bool TryParseFraction(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        if (text.IndexOfAnyExcept(_floatCharacters) >= 0) return false;
        Span<byte> plain = text.Length <= 128 ? stackalloc byte[text.Length] : new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '_') plain[length++] = text[i];
            else if (i + 1 == text.Length || !IsDigit(text[i - 1]) || !IsDigit(text[i + 1])) return false;
        }

        return TryParseDecimal(plain[..length], out value);
    }

    /// <summary>
    /// YAML 1.1's numbers of base 60, <c>1:30</c>: upstream's reader takes them for text, its writer quotes text like them
    /// for the sake of other readers.
    /// </summary>
    public static bool IsBase60(ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty && text[0] is (byte)'-' or (byte)'+') text = text[1..];
        if (text.IsEmpty || !IsDigit(text[0])) return false;
        text = text[Math.Max(text.IndexOfAnyExcept(_digitsAndUnderscore), 0)..];
        var groups = 0;
        for (; text.Length > 1 && text[0] == ':' && IsDigit(text[1]); groups++)
            text = text.Length > 2 && text[1] <= '5' && IsDigit(text[2]) ? text[3..] : text[2..];
        if (groups == 0) return false;
        return text.IsEmpty || (text[0] == '.' && text[1..].IndexOfAnyExcept(_digitsAndUnderscore) < 0);
    }

    private static bool TryParseDigits(ReadOnlySpan<byte> digits, ulong radix, out ulong value)
    {
        value = 0;
        if (digits.IsEmpty) return false;
        foreach (var digit in digits)
        {
            var weight = (char)digit switch
            {
                >= '0' and <= '9' => digit - '0',
                >= 'a' and <= 'f' => digit - 'a' + 10,
                >= 'A' and <= 'F' => digit - 'A' + 10,
                _ => int.MaxValue,
            };
            if ((ulong)weight >= radix) return false;
            var next = ((UInt128)value * radix) + (ulong)weight;
            if (next > ulong.MaxValue) return false;
            value = (ulong)next;
        }

        return true;
    }

    private static int TakeDigits(ref ReadOnlySpan<byte> text)
    {
        var length = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (length < 0) length = text.Length;
        text = text[length..];
        return length;
    }

    private static bool IsDigit(byte value) => char.IsAsciiDigit((char)value);
}
