namespace Kybernet.Machinery.Values;

/// <summary>Writes durations, from the last character to the first.</summary>
internal ref struct DurationFormatter
{
    /// <summary><c>-2562047h47m16.854775808s</c> is the longest.</summary>
    public const int MaxLength = 32;

    private readonly Span<byte> _buffer;
    private int _start;

    private DurationFormatter(Span<byte> buffer)
    {
        _buffer = buffer;
        _start = buffer.Length;
    }

    public static bool TryFormat(long nanoseconds, Span<byte> utf8, out int written)
    {
        var formatter = new DurationFormatter(stackalloc byte[MaxLength]);
        formatter.Prepend(nanoseconds < 0 ? 0 - (ulong)nanoseconds : (ulong)nanoseconds);
        if (nanoseconds < 0) formatter.Prepend("-"u8);
        var text = formatter._buffer[formatter._start..];
        var fits = text.TryCopyTo(utf8);
        written = fits ? text.Length : 0;
        return fits;
    }

    private void Prepend(ulong nanoseconds)
    {
        switch (nanoseconds)
        {
            case 0:
                Prepend("0s"u8);
                break;
            case < 1_000:
                PrependFraction(nanoseconds, 0, "ns"u8);
                break;
            case < 1_000_000:
                PrependFraction(nanoseconds, 3, "µs"u8);
                break;
            case < 1_000_000_000:
                PrependFraction(nanoseconds, 6, "ms"u8);
                break;
            default:
                PrependClock(nanoseconds);
                break;
        }
    }

    private void PrependClock(ulong nanoseconds)
    {
        var (seconds, fraction) = Math.DivRem(nanoseconds, 1_000_000_000);
        PrependFraction(fraction + (seconds % 60 * 1_000_000_000), 9, "s"u8);
        var minutes = seconds / 60;
        if (minutes == 0) return;
        PrependFraction(minutes % 60, 0, "m"u8);
        if (minutes >= 60) PrependFraction(minutes / 60, 0, "h"u8);
    }

    /// <summary>Writes <paramref name="value"/> / 10^<paramref name="places"/> without trailing zeros, and the unit.</summary>
    private void PrependFraction(ulong value, int places, ReadOnlySpan<byte> unit)
    {
        Prepend(unit);
        var hasFraction = false;
        for (; places > 0; places--)
        {
            hasFraction |= value % 10 != 0;
            if (hasFraction) PrependDigit(value);
            value /= 10;
        }

        if (hasFraction) Prepend("."u8);
        do
        {
            PrependDigit(value);
            value /= 10;
        }
        while (value > 0);
    }

    private void PrependDigit(ulong value) => _buffer[--_start] = (byte)('0' + (value % 10));

    private void Prepend(ReadOnlySpan<byte> text)
    {
        _start -= text.Length;
        text.CopyTo(_buffer[_start..]);
    }
}
