using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.Controllers.TaintEviction;

/// <summary>Which taints a pod bears, and for how long.</summary>
/// <remarks>Upstream: v1helper.GetMatchingTolerations and getMinTolerationTime, with the gate TaintTolerationComparisonOperators off.</remarks>
internal static class Tolerations
{
    /// <summary>How long the pod may stay: 0 for not at all, null for ever.</summary>
    public static TimeSpan? StayOf(ListOf<Toleration> tolerations, IReadOnlyList<Taint> taints)
    {
        long? shortest = null;
        foreach (var taint in taints)
        {
            if (First(tolerations, taint) is not { } used) return TimeSpan.Zero;
            if (used.TolerationSeconds is { } seconds) shortest = Math.Min(shortest ?? seconds, seconds);
        }

        if (shortest is not { } least) return null;
        if (least <= 0) return TimeSpan.Zero;
        // Beyond what a span can hold is for ever.
        return least >= TimeSpan.MaxValue.TotalSeconds ? null : TimeSpan.FromSeconds(least);
    }

    private static Toleration? First(ListOf<Toleration> tolerations, Taint taint)
    {
        foreach (var toleration in tolerations)
            if (Tolerates(toleration, taint)) return toleration;
        return null;
    }

    private static bool Tolerates(Toleration toleration, Taint taint)
    {
        if (toleration.Effect.Length > 0 && toleration.Effect != taint.Effect) return false;
        if (toleration.Key.Length > 0 && toleration.Key != taint.Key) return false;
        return toleration.Operator switch
        {
            "" or TolerationOperator.Equal => toleration.Value == taint.Value,
            TolerationOperator.Exists => true,
            _ => false,
        };
    }
}
