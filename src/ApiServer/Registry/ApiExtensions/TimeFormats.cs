using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>Dates, times and durations in strings. Upstream: <c>strfmt/date.go</c>, <c>time.go</c>, <c>duration.go</c>.</summary>
internal static partial class TimeFormats
{
    private static readonly string[] s_exactUnits =
        ["ns", "us", "µs", "ms", "s", "m", "h", "hr", "d", "w", "wk"];

    private static readonly string[] s_unitBeginnings = ["nano", "micro", "milli", "sec", "min", "hour", "day", "week"];

    public static bool IsDate(string value) =>
        DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>A date, a T, a time of day without leap seconds, and a zone.</summary>
    public static bool IsDateTime(string value)
    {
        var parts = value.ToLowerInvariant().Split('t');
        return parts.Length >= 2 && IsDate(parts[0]) && TimeOfDay().IsMatch(parts[1]);
    }

    /// <summary>As Go writes durations, or numbers with units in words anywhere in the text.</summary>
    public static bool IsDuration(string value) => Duration.TryParse(Encoding.UTF8.GetBytes(value), out _)
        || NumberWithUnit().Matches(value).Any(match => IsUnit(match.Groups[1].Value.ToLowerInvariant()));

    private static bool IsUnit(string unit) =>
        s_exactUnits.Contains(unit) || s_unitBeginnings.Any(beginning => unit.StartsWith(beginning, StringComparison.Ordinal));

    [GeneratedRegex(
        @"^(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:.[0-9]+)?(?:z|[+-][0-9]{2}:[0-9]{2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex TimeOfDay();

    [GeneratedRegex(@"[0-9]+\s*([A-Za-zµ]+)", RegexOptions.CultureInvariant)]
    private static partial Regex NumberWithUnit();
}
