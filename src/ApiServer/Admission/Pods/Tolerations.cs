using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Admission.Pods;

/// <summary>Tolerations of two sources as one list. Upstream: <c>pkg/util/tolerations</c>.</summary>
internal static class Tolerations
{
    /// <summary>Both lists, without what another one of them covers; of equal ones the first stays.</summary>
    public static ListOf<Toleration> Merge(ListOf<Toleration> first, ListOf<Toleration> second)
    {
        var all = first.AddRange(second.AsSpan());
        var merged = new List<Toleration>();
        for (var i = 0; i < all.Count; i++)
        {
            var one = all[i];
            if (merged.Any(kept => Covers(kept, one))) continue;
            if (all.Skip(i + 1).Any(later => later != one && Covers(later, one))) continue;
            merged.Add(one);
        }

        return merged.ToListOf();
    }

    /// <summary>Tolerates at least what the other does.</summary>
    public static bool Covers(Toleration wide, Toleration narrow)
    {
        if (wide == narrow) return true;
        if (narrow.Key != wide.Key && (wide.Key.Length > 0 || wide.Operator != TolerationOperator.Exists)) return false;
        if (narrow.Effect != wide.Effect && wide.Effect.Length > 0) return false;
        if (wide is { Effect: TaintEffect.NoExecute, TolerationSeconds: { } seconds }
            && (narrow.TolerationSeconds is null || narrow.TolerationSeconds > seconds)) return false;
        return wide.Operator switch
        {
            TolerationOperator.Exists => true,
            TolerationOperator.Equal or "" => narrow.Operator == TolerationOperator.Equal && narrow.Value == wide.Value,
            _ => false,
        };
    }
}
