using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Values;

namespace Kybernet.Scheduler.Preemption;

/// <summary>What a victim's status says of its end. Pure.</summary>
public static class VictimCondition
{
    private const string Type = "DisruptionTarget";
    private const string Reason = "PreemptionByScheduler";

    /// <summary>Deleted, and by a scheduler for another pod.</summary>
    public static bool IsTerminating(Pod pod) => pod.Metadata.DeletionTimestamp is not null &&
        pod.Status.Conditions.Any(condition => condition is { Type: Type, Status: "True", Reason: Reason });

    /// <summary>A strategic merge patch of the status of this very pod; null when it says so already.</summary>
    public static string? ToJson(Pod victim, string schedulerName, Time now)
    {
        var message = $"{schedulerName}: preempting to accommodate a higher priority pod";
        var current = victim.Status.Conditions.FirstOrDefault(condition => condition.Type == Type);
        if (current is { Status: "True", Reason: Reason } && current.Message == message) return null;
        var since = current is { Status: "True", LastTransitionTime.IsZero: false } ? current.LastTransitionTime : now;
        var condition = JsonValue.From(MapOf<JsonValue>.Empty)
            .With("type", Type).With("status", "True").With("reason", Reason).With("message", message)
            .With("lastProbeTime", JsonValue.Null).With("lastTransitionTime", since.ToString());
        if (victim.Metadata.Generation > 0) condition = condition.With("observedGeneration", victim.Metadata.Generation);
        return JsonValue.From(MapOf<JsonValue>.Empty)
            .With("metadata", JsonValue.From(MapOf<JsonValue>.Empty).With("uid", victim.Metadata.Uid))
            .With("status", JsonValue.From(MapOf<JsonValue>.Empty).With("conditions", JsonValue.From([condition]))).ToString();
    }
}
