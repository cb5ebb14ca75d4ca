using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Values;

namespace Kybernet.Controllers.Runtime;

/// <summary>The condition of a pod that the control plane is about to delete.</summary>
/// <remarks>Upstream: v1.DisruptionTarget and podutil.UpdatePodCondition.</remarks>
public static class DisruptionTarget
{
    /// <returns>The pod with the condition; null when it has it.</returns>
    public static Pod? Mark(Pod pod, string reason, string message, DateTimeOffset now)
    {
        var conditions = pod.Status.Conditions;
        var wanted = new PodCondition
        {
            Type = PodConditionType.DisruptionTarget,
            ObservedGeneration = pod.Metadata.Generation,
            Status = ConditionStatus.True,
            Reason = reason,
            Message = message,
            LastTransitionTime = Time.From(now),
        };
        for (var i = 0; i < conditions.Count; i++)
        {
            var there = conditions[i];
            if (there.Type != wanted.Type) continue;
            if (there.Status == wanted.Status) wanted = wanted with { LastTransitionTime = there.LastTransitionTime };
            var isSame = there.Status == wanted.Status && there.Reason == reason && there.Message == message && there.LastProbeTime == wanted.LastProbeTime;
            return isSame ? null : pod with { Status = pod.Status with { Conditions = conditions.SetItem(i, wanted) } };
        }

        return pod with { Status = pod.Status with { Conditions = conditions.Add(wanted) } };
    }
}
