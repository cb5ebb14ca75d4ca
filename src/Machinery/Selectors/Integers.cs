namespace Kybernet.Machinery.Selectors;

/// <summary>Decimal integers as Go's <c>ParseInt</c> reads them: a sign and digits, nothing else, within 64 bits.</summary>
internal static class Integers
{
    public static bool TryParse(ReadOnlySpan<char> text, out long value)
    {
        value = 0;
        var isNegative = text.StartsWith('-');
        if (isNegative || text.StartsWith('+')) text = text[1..];
        if (text.IsEmpty) return false;
        Int128 number = 0;
        foreach (var unit in text)
        {
            if (!char.IsAsciiDigit(unit)) return false;
            number = (number * 10) + (unit - '0');
            if (number > (Int128)long.MaxValue + 1) return false;
        }

        if (isNegative) number = -number;
        if (number > long.MaxValue) return false;
        value = (long)number;
        return true;
    }
}
