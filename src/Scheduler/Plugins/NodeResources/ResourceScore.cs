using Kybernet.Machinery.Collections;
using Kybernet.Scheduler.Framework;

namespace Kybernet.Scheduler.Plugins.NodeResources;

/// <summary>How good a node is by how much of one resource would be taken. Pure.</summary>
public static class ResourceScore
{
    private const int MaxShapeScore = 10;

    /// <summary>More free is better. Upstream: <c>leastRequestedScore</c>.</summary>
    public static long LeastAllocated(long requested, long capacity) =>
        capacity == 0 || requested > capacity ? 0 : (capacity - requested) * NodeScores.Max / capacity;

    /// <summary>Fuller is better. Upstream: <c>mostRequestedScore</c>.</summary>
    public static long MostAllocated(long requested, long capacity) =>
        capacity == 0 ? 0 : Math.Min(requested, capacity) * NodeScores.Max / capacity;

    /// <summary>By a broken line through the shape's points. Upstream: <c>requested_to_capacity_ratio.go</c>.</summary>
    public static long RequestedToCapacity(long requested, long capacity, ListOf<ShapePoint> shape) =>
        BrokenLine(shape, capacity == 0 || requested > capacity ? 100 : requested * 100 / capacity);

    /// <summary>0…100, for a utilisation in percent.</summary>
    public static long BrokenLine(ListOf<ShapePoint> shape, long utilization)
    {
        for (var i = 0; i < shape.Count; i++)
        {
            if (utilization > shape[i].Utilization) continue;
            if (i == 0) return ScoreOf(shape[0]);
            var (from, to) = (shape[i - 1], shape[i]);
            return ScoreOf(from) + ((ScoreOf(to) - ScoreOf(from)) * (utilization - from.Utilization) / (to.Utilization - from.Utilization));
        }

        return ScoreOf(shape[^1]);
    }

    /// <summary>How alike the fractions of all resources are that would be taken: 100 less their standard deviation in percent.</summary>
    /// <remarks>Upstream: <c>balancedResourceScore</c>. Two fractions deviate by half their difference.</remarks>
    public static long Balanced(ReadOnlySpan<double> fractions)
    {
        var deviation = 0.0;
        if (fractions.Length == 2)
        {
            deviation = Math.Abs((fractions[0] - fractions[1]) / 2);
        }
        else if (fractions.Length > 2)
        {
            var mean = 0.0;
            foreach (var fraction in fractions) mean += fraction;
            mean /= fractions.Length;
            var sum = 0.0;
            foreach (var fraction in fractions) sum += (fraction - mean) * (fraction - mean);
            deviation = Math.Sqrt(sum / fractions.Length);
        }

        return (long)((1 - deviation) * NodeScores.Max);
    }

    private static long ScoreOf(ShapePoint point) => point.Score * (NodeScores.Max / MaxShapeScore);
}
