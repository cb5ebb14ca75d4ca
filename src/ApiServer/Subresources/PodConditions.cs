using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Subresources;

/// <summary>Sets conditions of pods. Upstream: <c>podutil.UpdatePodCondition</c>.</summary>
internal static class PodConditions
{
    /// <summary>The conditions with this one; its transition time moves only when its status does.</summary>
    public static ListOf<PodCondition> Set(ListOf<PodCondition> conditions, PodCondition condition, DateTimeOffset now)
    {
        condition = condition with { LastTransitionTime = Time.From(now) };
        for (var i = 0; i < conditions.Count; i++)
        {
            if (conditions[i].Type != condition.Type) continue;
            if (conditions[i].Status == condition.Status) condition = condition with { LastTransitionTime = conditions[i].LastTransitionTime };
            return conditions.SetItem(i, condition);
        }

        return conditions.Add(condition);
    }

    public static bool IsReady(Pod pod)
    {
        foreach (var condition in pod.Status.Conditions)
            if (condition.Type == "Ready") return condition.Status == "True";
        return false;
    }
}
