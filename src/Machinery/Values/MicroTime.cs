using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Kybernet.Machinery.Values;

/// <summary>A point in time of whole microseconds, in UTC (upstream's <c>metav1.MicroTime</c>).</summary>
/// <remarks>
/// The default value is upstream's zero time, 0001-01-01T00:00:00Z, which JSON writes as <c>null</c>. Every 64-bit count of
/// seconds has its times; arithmetic beyond stops at the ends.
/// </remarks>
public readonly record struct MicroTime : IComparable<MicroTime>
{
    private const int MicrosPerSecond = 1_000_000;

    private const int NanosPerMicro = 1_000;

    private MicroTime(long seconds, int micros)
    {
        Seconds = seconds;
        Micros = micros;
    }

    /// <summary>An upper bound of the bytes <see cref="TryFormat"/> writes.</summary>
    public const int MaxFormattedLength = Rfc3339.MaxLength;

    /// <summary>Whole seconds since 0001-01-01T00:00:00Z.</summary>
    public long Seconds { get; }

    /// <summary>Microseconds after <see cref="Seconds"/>, from 0 to 999,999.</summary>
    public int Micros { get; }

    /// <summary>Nanoseconds after <see cref="Seconds"/>, in whole microseconds.</summary>
    public int Nanos => Micros * NanosPerMicro;

    /// <inheritdoc cref="Time.UnixSeconds"/>
    public long UnixSeconds => unchecked(Seconds - Time.UnixEpoch);

    /// <summary>True for the zero time, which stands for no time.</summary>
    public bool IsZero => Seconds == 0 && Micros == 0;

    /// <summary>
    /// Seconds since 1970-01-01T00:00:00Z and nanoseconds more, of which whole microseconds count: the protobuf form. Any
    /// number of nanoseconds is taken.
    /// </summary>
    public static MicroTime FromUnix(long seconds, int nanos = 0)
    {
        var (more, micros) = Math.DivRem(nanos / NanosPerMicro, MicrosPerSecond);
        if (micros < 0) (more, micros) = (more - 1, micros + MicrosPerSecond);
        return new(unchecked(seconds + Time.UnixEpoch + more), micros);
    }

    public static MicroTime From(Time time) => new(time.Seconds, 0);

    /// <summary>The time without what is finer than a microsecond.</summary>
    public static MicroTime From(DateTimeOffset time)
    {
        var (seconds, ticks) = Math.DivRem(time.UtcTicks, TimeSpan.TicksPerSecond);
        return new(seconds, (int)(ticks / TimeSpan.TicksPerMicrosecond));
    }

    /// <summary>The time without its fraction of a second.</summary>
    public Time ToTime() => Time.FromSeconds(Seconds);

    /// <summary>The same time; the nearest one for years that <see cref="DateTimeOffset"/> has not.</summary>
    public DateTimeOffset ToDateTimeOffset() => ToTime().ToDateTimeOffset() is var time && (Seconds < 0 || time == DateTimeOffset.MaxValue)
        ? time
        : time.AddTicks(Micros * TimeSpan.TicksPerMicrosecond);

    /// <summary>Reads an RFC 3339 time with six decimal places.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out MicroTime time) => TryParse(utf8, out time, out _);

    /// <summary>Reads an RFC 3339 time with six decimal places; <paramref name="error"/> is upstream's message.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out MicroTime time, [NotNullWhen(false)] out string? error)
    {
        error = Rfc3339Parser.Parse(utf8, hasMicros: true, out var seconds, out var micros);
        time = new(seconds, micros);
        return error is null;
    }

    /// <exception cref="FormatException">The text is no RFC 3339 time with six decimal places; the message is upstream's.</exception>
    public static MicroTime Parse(string text) =>
        TryParse(Encoding.UTF8.GetBytes(text), out var time, out var error) ? time : throw new FormatException(error);

    /// <summary>Writes <c>2006-01-02T15:04:05.000000Z</c>; false when the buffer is too small.</summary>
    public bool TryFormat(Span<byte> utf8, out int written) => Rfc3339.TryFormat(Seconds, Micros, utf8, out written);

    public override string ToString()
    {
        Span<byte> utf8 = stackalloc byte[MaxFormattedLength];
        TryFormat(utf8, out var written);
        return Encoding.ASCII.GetString(utf8[..written]);
    }

    public int CompareTo(MicroTime other) => Seconds != other.Seconds ? Seconds.CompareTo(other.Seconds) : Micros.CompareTo(other.Micros);

    /// <summary>The time that much later, without what is finer than a microsecond.</summary>
    public MicroTime Add(TimeSpan span) => FromTicks(Ticks + span.Ticks);

    public MicroTime Subtract(TimeSpan span) => FromTicks(Ticks - span.Ticks);

    /// <summary>How much later this is; the longest span when it is longer.</summary>
    public TimeSpan Subtract(MicroTime other) => new(Saturate(Ticks - other.Ticks));

    public static MicroTime operator +(MicroTime time, TimeSpan span) => time.Add(span);

    public static MicroTime operator -(MicroTime time, TimeSpan span) => time.Subtract(span);

    public static TimeSpan operator -(MicroTime left, MicroTime right) => left.Subtract(right);

    public static bool operator <(MicroTime left, MicroTime right) => left.CompareTo(right) < 0;

    public static bool operator <=(MicroTime left, MicroTime right) => left.CompareTo(right) <= 0;

    public static bool operator >(MicroTime left, MicroTime right) => left.CompareTo(right) > 0;

    public static bool operator >=(MicroTime left, MicroTime right) => left.CompareTo(right) >= 0;

    internal static long Saturate(Int128 value) => (long)Int128.Clamp(value, long.MinValue, long.MaxValue);

    private Int128 Ticks => ((Int128)Seconds * TimeSpan.TicksPerSecond) + (Micros * TimeSpan.TicksPerMicrosecond);

    private static MicroTime FromTicks(Int128 ticks)
    {
        var (seconds, rest) = Int128.DivRem(ticks, TimeSpan.TicksPerSecond);
        if (rest < 0) (seconds, rest) = (seconds - 1, rest + TimeSpan.TicksPerSecond);
        if (seconds > long.MaxValue) return new(long.MaxValue, MicrosPerSecond - 1);
        return seconds < long.MinValue ? new(long.MinValue, 0) : new((long)seconds, (int)(rest / TimeSpan.TicksPerMicrosecond));
    }
}
