using Kybernet.Api.Core.V1;

namespace Kybernet.Controllers.TaintEviction;

/// <summary>What is to become of a pod.</summary>
/// <param name="EvictAt">When it is deleted; null for never.</param>
/// <param name="IsCancelled">A deletion that was set for later is off; users are told.</param>
public readonly record struct EvictionPlan(DateTimeOffset? EvictAt, bool IsCancelled)
{
    /// <param name="pod">A pod on a node.</param>
    /// <param name="node">Its node; null when that is gone, which changes nothing: other controllers deal with such pods.</param>
    /// <param name="scheduled">When it was to be deleted; null when it was not.</param>
    /// <param name="now">Now.</param>
    /// <remarks>Upstream: tainteviction, processPodOnNode. A time once set stays, also when tolerations change; so restarts alone prolong it.</remarks>
    public static EvictionPlan For(Pod pod, Node? node, DateTimeOffset? scheduled, DateTimeOffset now)
    {
        if (node is null) return new(scheduled, false);
        List<Taint> taints = [];
        foreach (var taint in node.Spec.Taints)
            if (taint.Effect == TaintEffect.NoExecute) taints.Add(taint);
        var stay = Tolerations.StayOf(pod.Spec.Tolerations, taints);
        if (taints.Count == 0 || stay is null) return new(null, scheduled > now);
        if (IsIntolerable(pod, taints)) return new(now, scheduled > now);
        return new(scheduled ?? now + stay, false);
    }

    // A taint that is not tolerated at all acts at once; one tolerated for 0 s is like any time set.
    private static bool IsIntolerable(Pod pod, List<Taint> taints) =>
        taints.Exists(taint => Tolerations.StayOf(pod.Spec.Tolerations, [taint]) == TimeSpan.Zero);
}
