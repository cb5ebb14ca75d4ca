using System.Globalization;

namespace Kybernet.ApiServer.Tables;

/// <summary>
/// Durations for people, in two or three figures: <c>90s</c>, <c>5m30s</c>, <c>3h20m</c>, <c>2d4h</c>, <c>400d</c>, <c>3y10d</c>.
/// Upstream: <c>apimachinery/pkg/util/duration</c>.
/// </summary>
public static class HumanDuration
{
    /// <summary>A little below zero counts as zero, as clocks differ; from two seconds below it is <c>&lt;invalid&gt;</c>.</summary>
    public static string Format(TimeSpan span)
    {
        var seconds = (long)span.TotalSeconds;
        if (seconds < -1) return "<invalid>";
        if (seconds < 0) return "0s";
        if (seconds < 120) return Text(seconds, 's');
        var minutes = seconds / 60;
        if (minutes < 10) return Pair(minutes, 'm', seconds % 60, 's');
        if (minutes < 180) return Text(minutes, 'm');
        var hours = minutes / 60;
        if (hours < 8) return Pair(hours, 'h', minutes % 60, 'm');
        if (hours < 48) return Text(hours, 'h');
        var days = hours / 24;
        if (hours < 24 * 8) return Pair(days, 'd', hours % 24, 'h');
        if (hours < 24 * 365 * 2) return Text(days, 'd');
        return hours < 24 * 365 * 8 ? Pair(days / 365, 'y', days % 365, 'd') : Text(days / 365, 'y');
    }

    private static string Pair(long large, char largeUnit, long small, char smallUnit) =>
        small == 0 ? Text(large, largeUnit) : Text(large, largeUnit) + Text(small, smallUnit);

    private static string Text(long amount, char unit) => amount.ToString(CultureInfo.InvariantCulture) + unit;
}
