using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Values;

namespace Kybernet.Scheduler.Cycle;

/// <summary>What to say in a pod's status. Pure.</summary>
/// <param name="Pod">As it was when it was tried.</param>
/// <param name="Reason"><c>Unschedulable</c> or <c>SchedulerError</c>; empty to leave the condition.</param>
/// <param name="Message">For users.</param>
/// <param name="NominatedNode">Null to leave it.</param>
public sealed record PodStatusChange(Pod Pod, string Reason, string Message, string? NominatedNode)
{
    private PodCondition? Current => Pod.Status.Conditions.FirstOrDefault(condition => condition.Type == "PodScheduled");

    private bool ChangesNomination => NominatedNode is not null && NominatedNode != Pod.Status.NominatedNodeName;

    private bool ChangesCondition =>
        Reason.Length > 0 && (Current is not { Status: "False" } current || current.Reason != Reason || current.Message != Message);

    /// <summary>The status says so already.</summary>
    public bool IsNothing => !ChangesNomination && !ChangesCondition;

    /// <summary>A strategic merge patch, of this very pod (its UID) and no other of its name.</summary>
    public string ToJson(Time now)
    {
        var status = JsonValue.From(MapOf<JsonValue>.Empty);
        if (ChangesCondition)
        {
            var since = Current is { Status: "False" } current && !current.LastTransitionTime.IsZero ? current.LastTransitionTime : now;
            var condition = JsonValue.From(MapOf<JsonValue>.Empty)
                .With("type", "PodScheduled").With("status", "False").With("reason", Reason).With("message", Message)
                .With("lastProbeTime", JsonValue.Null).With("lastTransitionTime", since.ToString());
            if (Pod.Metadata.Generation > 0) condition = condition.With("observedGeneration", Pod.Metadata.Generation);
            status = status.With("conditions", JsonValue.From([condition]));
        }

        // Also when the pod seems to have none: a nomination may be on its way.
        if (NominatedNode is not null) status = status.With("nominatedNodeName", NominatedNode.Length > 0 ? NominatedNode : JsonValue.Null);
        return JsonValue.From(MapOf<JsonValue>.Empty)
            .With("metadata", JsonValue.From(MapOf<JsonValue>.Empty).With("uid", Pod.Metadata.Uid))
            .With("status", status).ToString();
    }
}
