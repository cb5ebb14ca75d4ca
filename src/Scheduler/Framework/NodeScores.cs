namespace Kybernet.Scheduler.Framework;

/// <summary>What scores are.</summary>
public static class NodeScores
{
    /// <summary>The best score after normalising. Upstream: <c>MaxNodeScore</c>.</summary>
    public const long Max = 100;

    /// <summary>Scales scores so that the greatest is <see cref="Max"/>. Upstream: <c>helper.DefaultNormalizeScore</c>.</summary>
    /// <param name="scores">None below zero.</param>
    /// <param name="reverse">The least is the best.</param>
    public static void Normalize(Span<long> scores, bool reverse)
    {
        var greatest = 0L;
        foreach (var score in scores) greatest = Math.Max(greatest, score);
        if (greatest == 0)
        {
            if (reverse) scores.Fill(Max);
            return;
        }

        foreach (ref var score in scores)
        {
            score = Max * score / greatest;
            if (reverse) score = Max - score;
        }
    }
}
