namespace Kybernet.Machinery.Values;

/// <summary>Reads durations as upstream's runtime does.</summary>
internal static class DurationParser
{
    /// <summary>2^63: the magnitude of the most negative duration.</summary>
    private const ulong Limit = 1UL << 63;

    /// <summary>Null and the nanoseconds, or the message saying what is wrong.</summary>
    public static string? Parse(ReadOnlySpan<byte> text, out long nanoseconds)
    {
        nanoseconds = 0;
        var isNegative = text is [(byte)'-', ..];
        var rest = text is [(byte)'-' or (byte)'+', ..] ? text[1..] : text;
        if (rest is [(byte)'0']) return null;
        if (rest.IsEmpty) return Invalid(text);
        ulong total = 0;
        while (!rest.IsEmpty)
        {
            if (!TryReadNumber(ref rest, out var whole, out var fraction, out var scale)) return Invalid(text);
            var name = rest[..UnitLength(rest)];
            if (name.IsEmpty) return $"time: missing unit in duration {GoQuote.Bytes(text)}";
            rest = rest[name.Length..];
            if (UnitOf(name) is not { } unit) return $"time: unknown unit {GoQuote.Bytes(name)} in duration {GoQuote.Bytes(text)}";
            if (whole > Limit / unit) return Invalid(text);
            // The product is in floating point, as upstream: it decides the last nanosecond.
            var term = (whole * unit) + (fraction > 0 ? (ulong)(fraction * (unit / scale)) : 0);
            if (term > Limit) return Invalid(text);
            total += term;
            if (total > Limit) return Invalid(text);
        }

        if (total == Limit && !isNegative) return Invalid(text);
        nanoseconds = unchecked(isNegative ? -(long)total : (long)total);
        return null;
    }

    /// <summary>Reads digits with a point among them at most; false when there is no digit, or too many before the point.</summary>
    private static bool TryReadNumber(ref ReadOnlySpan<byte> rest, out ulong whole, out ulong fraction, out double scale)
    {
        whole = 0;
        fraction = 0;
        scale = 1;
        var digits = TakeDigits(ref rest);
        foreach (var digit in digits)
        {
            if (whole > Limit / 10) return false;
            whole = (whole * 10) + digit - '0';
            if (whole > Limit) return false;
        }

        if (rest is not [(byte)'.', ..]) return !digits.IsEmpty;
        rest = rest[1..];
        var places = TakeDigits(ref rest);
        foreach (var digit in places)
        {
            // What no longer fits is cut off.
            if (fraction > (Limit - 1) / 10 || (fraction * 10) + digit - '0' > Limit) break;
            fraction = (fraction * 10) + digit - '0';
            scale *= 10;
        }

        return !digits.IsEmpty || !places.IsEmpty;
    }

    private static ReadOnlySpan<byte> TakeDigits(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var digits = end < 0 ? rest : rest[..end];
        rest = rest[digits.Length..];
        return digits;
    }

    private static int UnitLength(ReadOnlySpan<byte> rest)
    {
        var length = 0;
        while (length < rest.Length && rest[length] != '.' && !char.IsAsciiDigit((char)rest[length])) length++;
        return length;
    }

    /// <summary>Nanoseconds in a unit. The micro sign and the Greek mu are taken alike.</summary>
    private static ulong? UnitOf(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("ns"u8)) return 1;
        if (name.SequenceEqual("us"u8) || name.SequenceEqual("\u00b5s"u8) || name.SequenceEqual("\u03bcs"u8)) return 1_000;
        if (name.SequenceEqual("ms"u8)) return 1_000_000;
        if (name.SequenceEqual("s"u8)) return 1_000_000_000;
        if (name.SequenceEqual("m"u8)) return 60_000_000_000;
        if (name.SequenceEqual("h"u8)) return 3_600_000_000_000;
        return null;
    }

    private static string Invalid(ReadOnlySpan<byte> text) => $"time: invalid duration {GoQuote.Bytes(text)}";
}
