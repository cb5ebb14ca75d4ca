namespace Kybernet.Machinery.Values;

/// <summary>Why a text is no integer.</summary>
internal enum GoIntegerError
{
    None,
    Syntax,
    Range,
}

/// <summary>Reads integers as upstream's runtime does: an optional sign and decimal digits, nothing else.</summary>
internal static class GoInteger
{
    extension(GoIntegerError error)
    {
        public string Message => error == GoIntegerError.Range ? "value out of range" : "invalid syntax";
    }

    /// <summary>Reads a 64-bit integer. Out of range gives the nearest one, with the error.</summary>
    public static GoIntegerError Parse(ReadOnlySpan<char> text, out long value)
    {
        value = 0;
        var isNegative = text is ['-', ..];
        var digits = text is ['-' or '+', ..] ? text[1..] : text;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9')) return GoIntegerError.Syntax;
        Int128 number = 0;
        foreach (var digit in digits.TrimStart('0'))
        {
            number = number * 10 + (digit - '0');
            if (number > (Int128)long.MaxValue + 1) break;
        }

        if (isNegative) number = -number;
        value = (long)Int128.Clamp(number, long.MinValue, long.MaxValue);
        return value == number ? GoIntegerError.None : GoIntegerError.Range;
    }
}
