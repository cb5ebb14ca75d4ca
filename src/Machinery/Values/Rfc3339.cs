using System.Buffers.Text;

namespace Kybernet.Machinery.Values;

/// <summary>Points in time as text, for <see cref="Time"/> and <see cref="MicroTime"/>, as seconds from 0001-01-01T00:00:00Z.</summary>
internal static class Rfc3339
{
    /// <summary>The layout of whole seconds, as error messages name it.</summary>
    public const string Layout = "2006-01-02T15:04:05Z07:00";

    /// <summary>The layout of microseconds.</summary>
    public const string MicroLayout = "2006-01-02T15:04:05.000000Z07:00";

    /// <summary>A sign, the 12 digits of the last year a 64-bit count reaches, and the rest.</summary>
    public const int MaxLength = 40;

    private const long SecondsPerDay = 86_400;

    private const int DaysPer400Years = 146_097;

    /// <summary>Days from 0000-03-01 to 0001-01-01. Counted from March, a leap day is the last of its year.</summary>
    private const int DaysToEpoch = 306;

    public static int DaysIn(int month, int year) => month switch
    {
        2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    /// <summary>Seconds to a date and time of a year from 0 to 9999.</summary>
    public static long ToSeconds(int year, int month, int day, int hour, int minute, int second)
    {
        // Counted from March the months' lengths repeat every five: (153m + 2) / 5 days lie before the m-th.
        var marchYear = (month > 2 ? year : year - 1) + 400;
        var marchMonth = (month + 9) % 12;
        var days = (365L * marchYear) + (marchYear / 4) - (marchYear / 100) + (marchYear / 400) + (((153 * marchMonth) + 2) / 5) + day - 1;
        return ((days - DaysPer400Years - DaysToEpoch) * SecondsPerDay) + (hour * 3600) + (minute * 60) + second;
    }

    /// <summary>Writes in UTC: years before 0 with a minus sign, years after 9999 with all their digits.</summary>
    /// <param name="seconds">Any count of seconds.</param>
    /// <param name="micros">Microseconds to write, or null for none.</param>
    /// <param name="utf8">Room for <see cref="MaxLength"/> bytes, or fewer if what is written fits.</param>
    /// <param name="written">The bytes written.</param>
    public static bool TryFormat(long seconds, int? micros, Span<byte> utf8, out int written)
    {
        var (days, time) = FloorDivide(seconds, SecondsPerDay);
        var (era, dayOfEra) = FloorDivide(days + DaysToEpoch, DaysPer400Years);
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var marchMonth = ((5 * dayOfYear) + 2) / 153;
        var day = dayOfYear - (((153 * marchMonth) + 2) / 5) + 1;
        var month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        var year = (era * 400) + yearOfEra + (month <= 2 ? 1 : 0);

        Span<byte> buffer = stackalloc byte[MaxLength];
        var end = 0;
        if (year < 0) buffer[end++] = (byte)'-';
        Append(Math.Abs(year), 4, '-', buffer, ref end);
        AppendTwo(month, '-', buffer, ref end);
        AppendTwo(day, 'T', buffer, ref end);
        AppendTwo(time / 3600, ':', buffer, ref end);
        AppendTwo(time / 60 % 60, ':', buffer, ref end);
        AppendTwo(time % 60, micros is null ? 'Z' : '.', buffer, ref end);
        if (micros is { } fraction) Append(fraction, 6, 'Z', buffer, ref end);
        var fits = buffer[..end].TryCopyTo(utf8);
        written = fits ? end : 0;
        return fits;
    }

    private static (long Quotient, long Remainder) FloorDivide(long dividend, long divisor)
    {
        var (quotient, remainder) = Math.DivRem(dividend, divisor);
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder);
    }

    private static void AppendTwo(long number, char next, Span<byte> buffer, ref int end)
    {
        buffer[end++] = (byte)('0' + (number / 10));
        buffer[end++] = (byte)('0' + (number % 10));
        buffer[end++] = (byte)next;
    }

    private static void Append(long number, byte width, char next, Span<byte> buffer, ref int end)
    {
        Utf8Formatter.TryFormat(number, buffer[end..], out var written, new('D', width));
        end += written;
        buffer[end++] = (byte)next;
    }
}
