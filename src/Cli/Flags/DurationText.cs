using System.Buffers;
using System.Globalization;

namespace Kybernet.Cli.Flags;

/// <summary>Go's text form of durations, <c>1h2m3.5s</c>, as flags have it.</summary>
internal static class DurationText
{
    private static readonly SearchValues<char> s_digits = SearchValues.Create("0123456789.");

    /// <summary>Null when the text is no duration.</summary>
    public static TimeSpan? Parse(string text)
    {
        var rest = text.AsSpan();
        var isNegative = rest.StartsWith("-");
        if (isNegative || rest.StartsWith("+")) rest = rest[1..];
        if (rest is "0") return TimeSpan.Zero;
        if (rest.IsEmpty) return null;
        var total = 0d;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(s_digits);
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return null;
            rest = rest[digits..];
            var end = rest.IndexOfAny(s_digits);
            var unit = end < 0 ? rest : rest[..end];
            var seconds = unit switch { "h" => 3600, "m" => 60, "s" => 1, "ms" => 1e-3, "us" or "µs" => 1e-6, "ns" => 1e-9, _ => 0d };
            if (seconds == 0) return null;
            total += number * seconds;
            rest = rest[unit.Length..];
        }

        return TimeSpan.FromSeconds(isNegative ? -total : total);
    }
}
