using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Kybernet.Machinery.Values;

/// <summary>A point in time of whole seconds, in UTC (upstream's <c>metav1.Time</c>).</summary>
/// <remarks>
/// The default value is upstream's zero time, 0001-01-01T00:00:00Z, which JSON writes as <c>null</c>. Every 64-bit count of
/// seconds is a time; arithmetic beyond stops at the ends.
/// </remarks>
public readonly record struct Time : IComparable<Time>
{
    /// <summary>Seconds from 0001-01-01 to 1970-01-01.</summary>
    internal const long UnixEpoch = 62_135_596_800;

    private Time(long seconds) => Seconds = seconds;

    /// <summary>An upper bound of the bytes <see cref="TryFormat"/> writes.</summary>
    public const int MaxFormattedLength = Rfc3339.MaxLength;

    /// <summary>Seconds since 0001-01-01T00:00:00Z.</summary>
    public long Seconds { get; }

    /// <summary>Seconds since 1970-01-01T00:00:00Z. Wraps around at the ends, so that every count converts back to itself.</summary>
    public long UnixSeconds => unchecked(Seconds - UnixEpoch);

    /// <summary>True for the zero time, which stands for no time.</summary>
    public bool IsZero => Seconds == 0;

    public static Time FromSeconds(long seconds) => new(seconds);

    public static Time FromUnixSeconds(long seconds) => new(unchecked(seconds + UnixEpoch));

    /// <summary>The time without its fraction of a second.</summary>
    public static Time From(DateTimeOffset time) => new(time.UtcTicks / TimeSpan.TicksPerSecond);

    /// <summary>The same time; the nearest one for years that <see cref="DateTimeOffset"/> has not.</summary>
    public DateTimeOffset ToDateTimeOffset() => Seconds switch
    {
        < 0 => DateTimeOffset.MinValue,
        _ when Seconds > DateTimeOffset.MaxValue.UtcTicks / TimeSpan.TicksPerSecond => DateTimeOffset.MaxValue,
        _ => new(Seconds * TimeSpan.TicksPerSecond, TimeSpan.Zero),
    };

    /// <summary>Reads an RFC 3339 time; a fraction of a second is dropped.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out Time time) => TryParse(utf8, out time, out _);

    /// <summary>Reads an RFC 3339 time; <paramref name="error"/> is upstream's message.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out Time time, [NotNullWhen(false)] out string? error)
    {
        error = Rfc3339Parser.Parse(utf8, hasMicros: false, out var seconds, out _);
        time = new(seconds);
        return error is null;
    }

    /// <exception cref="FormatException">The text is no RFC 3339 time; the message is upstream's.</exception>
    public static Time Parse(string text) =>
        TryParse(Encoding.UTF8.GetBytes(text), out var time, out var error) ? time : throw new FormatException(error);

    /// <summary>Writes <c>2006-01-02T15:04:05Z</c>; false when the buffer is too small.</summary>
    public bool TryFormat(Span<byte> utf8, out int written) => Rfc3339.TryFormat(Seconds, null, utf8, out written);

    public override string ToString()
    {
        Span<byte> utf8 = stackalloc byte[MaxFormattedLength];
        TryFormat(utf8, out var written);
        return Encoding.ASCII.GetString(utf8[..written]);
    }

    public int CompareTo(Time other) => Seconds.CompareTo(other.Seconds);

    /// <summary>The time that much later, without its fraction of a second.</summary>
    public Time Add(TimeSpan span) => MicroTime.From(this).Add(span).ToTime();

    public Time Subtract(TimeSpan span) => MicroTime.From(this).Subtract(span).ToTime();

    /// <summary>How much later this is; the longest span when it is longer.</summary>
    public TimeSpan Subtract(Time other) => new(MicroTime.Saturate(((Int128)Seconds - other.Seconds) * TimeSpan.TicksPerSecond));

    public static Time operator +(Time time, TimeSpan span) => time.Add(span);

    public static Time operator -(Time time, TimeSpan span) => time.Subtract(span);

    public static TimeSpan operator -(Time left, Time right) => left.Subtract(right);

    public static bool operator <(Time left, Time right) => left.Seconds < right.Seconds;

    public static bool operator <=(Time left, Time right) => left.Seconds <= right.Seconds;

    public static bool operator >(Time left, Time right) => left.Seconds > right.Seconds;

    public static bool operator >=(Time left, Time right) => left.Seconds >= right.Seconds;
}
