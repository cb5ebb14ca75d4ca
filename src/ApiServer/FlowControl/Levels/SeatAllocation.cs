namespace Kybernet.ApiServer.FlowControl.Levels;

/// <summary>What a level wants of the seats: a target, and what it gets at least and at most.</summary>
public readonly record struct SeatWish(double Target, double Lowest, double Highest);

/// <summary>Divides seats in proportion to targets, within bounds. Upstream: <c>conc_alloc.go</c>.</summary>
public static class SeatAllocation
{
    // A wish for nothing still counts a little, so that proportions exist.
    private const double SmallestTarget = 0.001;
    private const double Close = 1e-7;

    /// <summary>
    /// Each gets fair × its target, but not less than its lowest nor more than its highest; fair is chosen so that the sum is right.
    /// Null when the bounds do not allow the sum.
    /// </summary>
    public static double[]? Divide(int seats, ReadOnlySpan<SeatWish> wishes, out double fair)
    {
        fair = 0;
        double low = 0, high = 0, top = 0;
        foreach (var wish in wishes)
        {
            low += wish.Lowest;
            high += wish.Highest;
            top = Math.Max(top, wish.Highest / Math.Max(wish.Target, SmallestTarget));
        }

        if (low - seats > Close || seats - high > Close) return null;
        // The sum grows with fair and never falls: halve the range until both ends are the same number.
        var (from, to) = (0.0, top);
        while (true)
        {
            fair = from + ((to - from) / 2);
            if (fair <= from || fair >= to) break;
            if (Sum(wishes, fair) < seats) from = fair;
            else to = fair;
        }

        fair = to;
        var parts = new double[wishes.Length];
        for (var i = 0; i < parts.Length; i++) parts[i] = Part(wishes[i], fair);
        return parts;
    }

    private static double Sum(ReadOnlySpan<SeatWish> wishes, double fair)
    {
        var sum = 0.0;
        foreach (var wish in wishes) sum += Part(wish, fair);
        return sum;
    }

    private static double Part(SeatWish wish, double fair) => Math.Clamp(fair * Math.Max(wish.Target, SmallestTarget), wish.Lowest, wish.Highest);
}
