namespace Kybernet.ApiServer.FlowControl.Levels;

/// <summary>Lets levels that need few seats lend them to those that need many. Upstream: <c>updateBorrowing</c>.</summary>
public static class SeatBorrowing
{
    /// <summary>How often it is done.</summary>
    public static TimeSpan Period { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Sets each level's current limit from what was wanted lately.</summary>
    /// <returns>The fraction of its target each level got that no bound held; 0 when seats are short.</returns>
    public static double Adjust(IReadOnlyCollection<PriorityLevel> levels)
    {
        var nominal = levels.Sum(static level => level.Nominal);
        var left = nominal;
        List<PriorityLevel> limited = [];
        foreach (var level in levels)
        {
            level.Observe();
            if (level.IsExempt)
            {
                var used = Math.Max(level.Lowest, level.Demand.Highest);
                level.Apply(used);
                left -= used;
            }
            else
            {
                limited.Add(level);
            }
        }

        foreach (var level in limited) level.Target = Math.Max(Floor(level), level.SmoothedDemand);
        var (lowest, floors) = (limited.Sum(static level => level.Lowest), limited.Sum(Floor));
        if (left <= lowest)
        {
            foreach (var level in limited) level.Apply(level.Lowest);
            return 0;
        }

        if (left <= floors)
        {
            var part = (double)(left - lowest) / (floors - lowest);
            foreach (var level in limited) level.Apply(level.Lowest + Rounded((Floor(level) - level.Lowest) * part));
            return 0;
        }

        var wishes = limited.Select(static level => new SeatWish(level.Target, Floor(level), level.Highest)).ToArray();
        var parts = SeatAllocation.Divide(nominal, wishes, out var fair);
        // Bounds that cannot be met leave things as they are; a level that is new begins with its own seats.
        for (var i = 0; i < limited.Count; i++)
            limited[i].Apply(parts is not null ? Rounded(parts[i]) : limited[i].Current > 0 ? limited[i].Current : limited[i].Nominal);
        return fair;
    }

    /// <summary>What it used lately up to its own seats, and never less than it does not lend.</summary>
    private static int Floor(PriorityLevel level) => Math.Max(level.Lowest, Math.Min(level.Nominal, level.Demand.Highest));

    private static int Rounded(double seats) => (int)Math.Round(seats, MidpointRounding.AwayFromZero);
}
