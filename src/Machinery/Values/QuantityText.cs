namespace Kybernet.Machinery.Values;

/// <summary>A quantity's text taken apart: <c>-1.5Gi</c> is negative, 1, 5 and Gi.</summary>
internal readonly ref struct QuantityText
{
    public bool IsNegative { get; private init; }

    /// <summary>The digits before the point, without leading zeros; <c>0</c> when none are left.</summary>
    public ReadOnlySpan<byte> Number { get; private init; }

    /// <summary>The digits after the point.</summary>
    public ReadOnlySpan<byte> Fraction { get; private init; }

    public ReadOnlySpan<byte> Suffix { get; private init; }

    /// <summary>False when there is no digit, as in <c>.Ki</c> or <c>m</c>.</summary>
    public bool HasDigits { get; private init; }

    /// <summary>True when the number has no plus sign, leading zero or point: when it is as the canonical form has it.</summary>
    public bool IsPlain { get; private init; }

    /// <summary>Splits the text; false when it is not digits with a point at most, letters of suffixes, and an exponent at most.</summary>
    public static bool TrySplit(ReadOnlySpan<byte> text, out QuantityText parts)
    {
        var isSigned = text is [(byte)'-' or (byte)'+', ..];
        var start = isSigned ? 1 : 0;
        var number = SkipZeros(text, start);
        if (number == text.Length)
        {
            parts = new() { IsNegative = text[0] == '-', Number = "0"u8, HasDigits = true };
            return true;
        }

        var numberEnd = SkipDigits(text, number);
        var hasPoint = numberEnd < text.Length && text[numberEnd] == '.';
        var fraction = hasPoint ? numberEnd + 1 : numberEnd;
        var fractionEnd = hasPoint ? SkipDigits(text, fraction) : fraction;
        parts = new()
        {
            IsNegative = text[0] == '-',
            Number = numberEnd > number ? text[number..numberEnd] : "0"u8,
            Fraction = text[fraction..fractionEnd],
            Suffix = text[fractionEnd..],
            HasDigits = numberEnd > start || fractionEnd > fraction,
            IsPlain = text[0] != '+' && number == start && numberEnd > number && !hasPoint,
        };
        return IsSuffix(parts.Suffix);
    }

    private static bool IsSuffix(ReadOnlySpan<byte> text)
    {
        var position = 0;
        while (position < text.Length && "eEinumkKMGTP"u8.Contains(text[position])) position++;
        if (position < text.Length && text[position] is (byte)'-' or (byte)'+') position++;
        return SkipDigits(text, position) == text.Length;
    }

    private static int SkipZeros(ReadOnlySpan<byte> text, int start)
    {
        var zeros = text[start..].IndexOfAnyExcept((byte)'0');
        return zeros < 0 ? text.Length : start + zeros;
    }

    private static int SkipDigits(ReadOnlySpan<byte> text, int start)
    {
        while (start < text.Length && char.IsAsciiDigit((char)text[start])) start++;
        return start;
    }
}
