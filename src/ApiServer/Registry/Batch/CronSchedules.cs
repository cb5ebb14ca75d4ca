using System.Globalization;
using System.Text;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Batch;

/// <summary>
/// Checks schedules of CronJobs: five fields, or a descriptor such as <c>@daily</c>. Upstream: <c>ParseStandard</c> of
/// github.com/robfig/cron, in its words.
/// </summary>
internal static class CronSchedules
{
    private const string Every = "@every ";

    private static readonly CronField[] s_fields =
    [
        new(0, 59, []),
        new(0, 23, []),
        new(1, 31, []),
        new(1, 12, ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]),
        new(0, 6, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
    ];

    /// <summary>What is wrong with the schedule; null when nothing is.</summary>
    public static string? Problem(string schedule)
    {
        if (schedule.Length == 0) return "empty spec string";
        if (schedule.StartsWith("TZ=", StringComparison.Ordinal) || schedule.StartsWith("CRON_TZ=", StringComparison.Ordinal))
        {
            var space = schedule.IndexOf(' ', StringComparison.Ordinal);
            if (space < 0) return "invalid schedule format: runtime error: slice bounds out of range [:-1]";
            var zone = schedule[(schedule.IndexOf('=', StringComparison.Ordinal) + 1)..space];
            if (!TimeZones.Exists(zone)) return $"provided bad location {zone}: unknown time zone {zone}";
            schedule = schedule[space..].Trim();
        }

        if (schedule.StartsWith('@')) return Descriptor(schedule);
        var fields = schedule.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != s_fields.Length)
            return $"expected exactly {s_fields.Length} fields, found {fields.Length}: [{string.Join(' ', fields)}]";
        for (var i = 0; i < fields.Length; i++)
            if (s_fields[i].Problem(fields[i]) is { } problem) return problem;
        return null;
    }

    private static string? Descriptor(string text)
    {
        if (text is "@yearly" or "@annually" or "@monthly" or "@weekly" or "@daily" or "@midnight" or "@hourly") return null;
        if (!text.StartsWith(Every, StringComparison.Ordinal)) return $"unrecognized descriptor: {text}";
        return Duration.TryParse(Encoding.UTF8.GetBytes(text[Every.Length..]), out _, out var error)
            ? null
            : $"failed to parse duration {text}: {error}";
    }

    /// <summary>One field of a schedule: a list of numbers, ranges and steps.</summary>
    /// <param name="Min">The lowest number.</param>
    /// <param name="Max">The highest number.</param>
    /// <param name="Names">Names of numbers from <paramref name="Min"/> on.</param>
    private sealed record CronField(int Min, int Max, string[] Names)
    {
        public string? Problem(string field)
        {
            foreach (var range in field.Split(',', StringSplitOptions.RemoveEmptyEntries))
                if (RangeProblem(range) is { } problem) return problem;
            return null;
        }

        private string? RangeProblem(string text)
        {
            var parts = text.Split('/');
            var limits = parts[0].Split('-');
            long start = Min, end = Max, step = 1;
            if (limits[0] is not ("*" or "?"))
            {
                if (Number(limits[0], out start) is { } startProblem) return startProblem;
                end = start;
                if (limits.Length > 2) return $"too many hyphens: {text}";
                if (limits.Length == 2 && Number(limits[1], out end) is { } endProblem) return endProblem;
            }

            if (parts.Length > 2) return $"too many slashes: {text}";
            if (parts.Length == 2)
            {
                if (Integer(parts[1], out step) is { } stepProblem) return stepProblem;
                if (limits.Length == 1) end = Max;
            }

            if (start < Min) return $"beginning of range ({start}) below minimum ({Min}): {text}";
            if (end > Max) return $"end of range ({end}) above maximum ({Max}): {text}";
            if (start > end) return $"beginning of range ({start}) beyond end of range ({end}): {text}";
            return step == 0 ? $"step of range should be a positive number: {text}" : null;
        }

        private string? Number(string text, out long number)
        {
            number = Array.FindIndex(Names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) + Min;
            return number >= Min ? null : Integer(text, out number);
        }

        private static string? Integer(string text, out long number)
        {
            if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number))
            {
                var digits = text.AsSpan().TrimStart("+-");
                var isNumber = !digits.IsEmpty && !digits.ContainsAnyExceptInRange('0', '9');
                return $"failed to parse int from {text}: strconv.Atoi: parsing {QuotedText.Of(text)}: "
                    + (isNumber ? "value out of range" : "invalid syntax");
            }

            return number < 0 ? $"negative number ({number}) not allowed: {text}" : null;
        }
    }
}
