using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Pods;
using Kybernet.Machinery.Values;

namespace Kybernet.Kubelet.Status;

/// <summary>The conditions of a pod that the kubelet owns. Pure.</summary>
/// <remarks>Upstream: kubelet/status, generate.</remarks>
internal sealed class PodConditions(Pod pod, string phase, IReadOnlyList<ContainerStatus> statuses, IReadOnlyList<PodCondition> others)
{
    private static readonly string[] s_owned =
    [
        PodConditionType.PodScheduled, PodConditionType.Ready, PodConditionType.Initialized, PodConditionType.ContainersReady,
        PodConditionType.PodReadyToStartContainers, PodConditionType.PodResizePending, PodConditionType.PodResizeInProgress,
        PodConditionType.AllContainersRestarting,
    ];

    private readonly Dictionary<string, ContainerStatus> _byName = statuses.ToDictionary(status => status.Name, StringComparer.Ordinal);

    public static bool IsOwned(string type) => s_owned.Contains(type);

    public IReadOnlyList<PodCondition> All(bool hasSandbox)
    {
        var containers = ContainersReady();
        return
        [
            .. others,
            Condition(PodConditionType.PodReadyToStartContainers, hasSandbox, "", ""),
            Initialized(),
            Ready(containers),
            containers,
            Condition(PodConditionType.PodScheduled, true, "", ""),
        ];
    }

    /// <summary>The conditions with the times of those that were so before.</summary>
    public static IEnumerable<PodCondition> WithTimes(IEnumerable<PodCondition> conditions, IReadOnlyList<PodCondition> old, Time now) =>
        conditions.Select(condition => old.FirstOrDefault(before => before.Type == condition.Type) is { } before && before.Status == condition.Status
            ? condition with { LastTransitionTime = before.LastTransitionTime, LastProbeTime = before.LastProbeTime }
            : condition with { LastTransitionTime = IsOwned(condition.Type) || condition.LastTransitionTime.IsZero ? now : condition.LastTransitionTime });

    private PodCondition ContainersReady()
    {
        var expected = pod.Spec.InitContainers.Where(static container => container.IsSidecar).Concat(pod.Spec.Containers).ToList();
        var unknown = expected.Where(container => !_byName.ContainsKey(container.Name)).Select(container => container.Name).ToList();
        var unready = expected.Where(container => _byName.TryGetValue(container.Name, out var status) && !status.Ready)
            .Select(container => container.Name).ToList();
        if (phase == PodPhase.Succeeded && unknown.Count == 0) return Condition(PodConditionType.ContainersReady, false, "PodCompleted", "");
        if (phase == PodPhase.Failed) return Condition(PodConditionType.ContainersReady, false, "PodFailed", "");
        var message = Message(unknown, unready, "unready");
        return Condition(PodConditionType.ContainersReady, message.Length == 0, message.Length == 0 ? "" : "ContainersNotReady", message);
    }

    private PodCondition Ready(PodCondition containers)
    {
        if (containers.Status != ConditionStatus.True) return containers with { Type = PodConditionType.Ready };
        var messages = new List<string>();
        foreach (var gate in pod.Spec.ReadinessGates)
        {
            var condition = others.FirstOrDefault(other => other.Type == gate.ConditionType);
            if (condition is null) messages.Add($"corresponding condition of pod readiness gate \"{gate.ConditionType}\" does not exist.");
            else if (condition.Status != ConditionStatus.True)
                messages.Add($"the status of pod readiness gate \"{gate.ConditionType}\" is not \"True\", but {condition.Status}");
        }

        return Condition(PodConditionType.Ready, messages.Count == 0, messages.Count == 0 ? "" : "ReadinessGatesNotReady", string.Join(", ", messages));
    }

    private PodCondition Initialized()
    {
        var unknown = pod.Spec.InitContainers.Where(container => !_byName.ContainsKey(container.Name)).Select(container => container.Name).ToList();
        var incomplete = pod.Spec.InitContainers
            .Where(container => _byName.TryGetValue(container.Name, out var status) && !(container.IsSidecar ? status.Started == true : status.Ready))
            .Select(container => container.Name).ToList();
        if (phase == PodPhase.Succeeded && unknown.Count == 0) return Condition(PodConditionType.Initialized, true, "PodCompleted", "");
        var hasStarted = pod.Spec.Containers.Any(container => _byName.TryGetValue(container.Name, out var status)
            && (status.State.Running is not null || status.State.Terminated is not null || status.LastState.Terminated is not null));
        if (hasStarted) return Condition(PodConditionType.Initialized, true, "", "");
        var message = Message(unknown, incomplete, "incomplete");
        return Condition(PodConditionType.Initialized, message.Length == 0, message.Length == 0 ? "" : "ContainersNotInitialized", message);
    }

    private static string Message(List<string> unknown, List<string> others, string what)
    {
        var messages = new List<string>();
        if (unknown.Count > 0) messages.Add($"containers with unknown status: [{string.Join(' ', unknown)}]");
        if (others.Count > 0) messages.Add($"containers with {what} status: [{string.Join(' ', others)}]");
        return string.Join(", ", messages);
    }

    private PodCondition Condition(string type, bool isTrue, string reason, string message) => new()
    {
        Type = type,
        Status = isTrue ? ConditionStatus.True : ConditionStatus.False,
        Reason = reason,
        Message = message,
        ObservedGeneration = pod.Metadata.Generation,
    };
}
