using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Kybernet.Machinery.Values;

/// <summary>A length of time in whole nanoseconds, at most about 292 years (upstream's <c>metav1.Duration</c>): <c>1h30m0.5s</c>.</summary>
public readonly record struct Duration(long Nanoseconds) : IComparable<Duration>
{
    private const long NanosPerTick = 100;

    /// <summary>An upper bound of the bytes <see cref="TryFormat"/> writes.</summary>
    public const int MaxFormattedLength = DurationFormatter.MaxLength;

    /// <summary>The same length; the nearest one when it is beyond 292 years.</summary>
    public static Duration From(TimeSpan span) => new(MicroTime.Saturate((Int128)span.Ticks * NanosPerTick));

    /// <summary>The same length, cut to whole ticks of 100 ns.</summary>
    public TimeSpan ToTimeSpan() => new(Nanoseconds / NanosPerTick);

    /// <summary>Reads a sum of decimal numbers with units, such as <c>-1.5h</c> or <c>2h45m</c>: ns, us, µs, ms, s, m and h.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out Duration duration) => TryParse(utf8, out duration, out _);

    /// <summary>Reads a duration; <paramref name="error"/> is upstream's message.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out Duration duration, [NotNullWhen(false)] out string? error)
    {
        error = DurationParser.Parse(utf8, out var nanoseconds);
        duration = new(nanoseconds);
        return error is null;
    }

    /// <exception cref="FormatException">The text is no duration; the message is upstream's.</exception>
    public static Duration Parse(string text) =>
        TryParse(Encoding.UTF8.GetBytes(text), out var duration, out var error) ? duration : throw new FormatException(error);

    /// <summary>
    /// Writes hours, minutes and seconds without leading zero units, or a fraction in ms, µs or ns below one second; zero is
    /// <c>0s</c>. False when the buffer is too small.
    /// </summary>
    public bool TryFormat(Span<byte> utf8, out int written) => DurationFormatter.TryFormat(Nanoseconds, utf8, out written);

    public override string ToString()
    {
        Span<byte> utf8 = stackalloc byte[MaxFormattedLength];
        TryFormat(utf8, out var written);
        return Encoding.UTF8.GetString(utf8[..written]);
    }

    public int CompareTo(Duration other) => Nanoseconds.CompareTo(other.Nanoseconds);

    public static bool operator <(Duration left, Duration right) => left.Nanoseconds < right.Nanoseconds;

    public static bool operator <=(Duration left, Duration right) => left.Nanoseconds <= right.Nanoseconds;

    public static bool operator >(Duration left, Duration right) => left.Nanoseconds > right.Nanoseconds;

    public static bool operator >=(Duration left, Duration right) => left.Nanoseconds >= right.Nanoseconds;
}
