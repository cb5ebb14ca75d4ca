using System.Globalization;

namespace Kybernet.Cli.Commands.Describe;

/// <summary>How long something is, in two units at most: <c>3h12m</c>. Upstream: apimachinery/pkg/util/duration, <c>HumanDuration</c>.</summary>
internal static class HumanAge
{
    public static string Of(TimeSpan age)
    {
        var (seconds, minutes, hours) = ((long)age.TotalSeconds, (long)age.TotalMinutes, (long)age.TotalHours);
        var days = hours / 24;
        return seconds switch
        {
            < -1 => "<invalid>",
            < 0 => "0s",
            < 120 => Text($"{seconds}s"),
            < 600 => Two(minutes, "m", seconds % 60, "s"),
            < 3 * 3600 => Text($"{minutes}m"),
            < 8 * 3600 => Two(hours, "h", minutes % 60, "m"),
            < 48 * 3600 => Text($"{hours}h"),
            < 8 * 24 * 3600 => Two(days, "d", hours % 24, "h"),
            < 2 * 365 * 24 * 3600L => Text($"{days}d"),
            < 8 * 365 * 24 * 3600L => Two(days / 365, "y", days % 365, "d"),
            _ => Text($"{days / 365}y"),
        };
    }

    private static string Two(long first, string unit, long second, string other) =>
        second == 0 ? Text($"{first}{unit}") : Text($"{first}{unit}{second}{other}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
