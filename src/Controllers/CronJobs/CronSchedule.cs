using System.Globalization;
using System.Numerics;
using System.Text;
using Kybernet.Machinery.Values;

namespace Kybernet.Controllers.CronJobs;

/// <summary>
/// A schedule that validation has passed: five fields, a descriptor such as <c>@daily</c>, or <c>@every</c> and a duration. Pure.
/// Upstream: github.com/robfig/cron.
/// </summary>
public sealed class CronSchedule
{
    // So far ahead that every schedule that ever comes has come.
    private const int Years = 5;

    private static readonly (int Min, int Max, string[] Names)[] s_fields =
    [
        (0, 59, []),
        (0, 23, []),
        (1, 31, []),
        (1, 12, ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]),
        (0, 6, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
    ];

    private readonly ulong[] _bits = new ulong[5];
    private readonly TimeZoneInfo _zone;
    private readonly TimeSpan _every;
    private readonly bool _isAnyDay;

    private CronSchedule(string fields, TimeZoneInfo zone)
    {
        _zone = zone;
        var texts = fields.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (texts.Length != s_fields.Length) throw new FormatException($"expected exactly {s_fields.Length} fields, found {texts.Length}");
        for (var i = 0; i < texts.Length; i++)
            foreach (var range in texts[i].Split(',', StringSplitOptions.RemoveEmptyEntries)) _bits[i] |= Bits(range, s_fields[i]);
        _isAnyDay = IsStar(texts[2]) || IsStar(texts[4]);
    }

    private CronSchedule(TimeSpan every) => (_every, _zone) = (every, TimeZoneInfo.Utc);

    /// <exception cref="FormatException">It is no schedule.</exception>
    /// <exception cref="TimeZoneNotFoundException">There is no such zone.</exception>
    public static CronSchedule Parse(string schedule, string zone)
    {
        if (schedule.StartsWith("TZ=", StringComparison.Ordinal) || schedule.StartsWith("CRON_TZ=", StringComparison.Ordinal))
        {
            var space = schedule.IndexOf(' ', StringComparison.Ordinal);
            if (space < 0) throw new FormatException("a zone without a schedule");
            zone = schedule[(schedule.IndexOf('=', StringComparison.Ordinal) + 1)..space];
            schedule = schedule[space..].Trim();
        }

        const string Every = "@every ";
        if (schedule.StartsWith(Every, StringComparison.Ordinal))
        {
            if (!Duration.TryParse(Encoding.UTF8.GetBytes(schedule[Every.Length..]), out var duration, out var error)) throw new FormatException(error);
            return new(TimeSpan.FromSeconds(Math.Max(1, Math.Floor(duration.ToTimeSpan().TotalSeconds))));
        }

        return new(Fields(schedule), zone.Length == 0 ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(zone));
    }

    /// <summary>The first time after the given one; null when there is none within years.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        if (_every > TimeSpan.Zero) return after.AddTicks(-(after.Ticks % TimeSpan.TicksPerSecond)) + _every;
        var local = TimeZoneInfo.ConvertTime(after, _zone).DateTime;
        var at = local.AddTicks(-(local.Ticks % TimeSpan.TicksPerMinute)).AddMinutes(1);
        for (var limit = at.Year + Years; at.Year <= limit;)
        {
            if (!Has(3, at.Month)) at = new DateTime(at.Year, at.Month, 1).AddMonths(1);
            else if (!IsDay(at)) at = at.Date.AddDays(1);
            else if (!Has(1, at.Hour)) at = at.Date.AddHours(at.Hour + 1);
            else if (!Has(0, at.Minute) || _zone.IsInvalidTime(at)) at = at.AddMinutes(1);
            else if (new DateTimeOffset(at, _zone.GetUtcOffset(at)) is var found && found > after) return found.ToUniversalTime();
            else at = at.AddMinutes(1);
        }

        return null;
    }

    private bool Has(int field, int value) => (_bits[field] & (1UL << value)) != 0;

    /// <summary>Where day of month and day of week are both limited, either will do.</summary>
    private bool IsDay(DateTime at)
    {
        var (isMonthDay, isWeekDay) = (Has(2, at.Day), Has(4, (int)at.DayOfWeek));
        return _isAnyDay ? isMonthDay && isWeekDay : isMonthDay || isWeekDay;
    }

    private static bool IsStar(string field) => field.Split(',').Any(static range => range is "*" or "?" or "*/1" or "?/1");

    private static string Fields(string schedule) => schedule switch
    {
        "@yearly" or "@annually" => "0 0 1 1 *",
        "@monthly" => "0 0 1 * *",
        "@weekly" => "0 0 * * 0",
        "@daily" or "@midnight" => "0 0 * * *",
        "@hourly" => "0 * * * *",
        _ => schedule,
    };

    private static ulong Bits(string text, (int Min, int Max, string[] Names) field)
    {
        var parts = text.Split('/');
        var limits = parts[0].Split('-');
        var (start, end) = (field.Min, field.Max);
        if (limits[0] is not ("*" or "?"))
        {
            start = Number(limits[0], field);
            end = limits.Length > 1 ? Number(limits[1], field) : parts.Length > 1 ? field.Max : start;
        }

        var step = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 1;
        if (start < field.Min || end > field.Max || step < 1) throw new FormatException($"out of range: {text}");
        ulong bits = 0;
        for (var i = start; i <= end; i += step) bits |= 1UL << i;
        return BitOperations.PopCount(bits) == 0 ? throw new FormatException($"empty range: {text}") : bits;
    }

    private static int Number(string text, (int Min, int Max, string[] Names) field)
    {
        var named = Array.FindIndex(field.Names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        return named >= 0 ? named + field.Min : int.Parse(text, CultureInfo.InvariantCulture);
    }
}
