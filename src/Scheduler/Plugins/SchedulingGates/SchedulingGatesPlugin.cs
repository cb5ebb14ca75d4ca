using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Objects;
using Kybernet.Scheduler.Framework;

namespace Kybernet.Scheduler.Plugins.SchedulingGates;

/// <summary>Holds pods until their <c>spec.schedulingGates</c> are gone. Upstream: <c>plugins/schedulinggates</c>.</summary>
public sealed class SchedulingGatesPlugin : IPreEnqueuePlugin, IEnqueueExtensions
{
    public string Name => PluginNames.SchedulingGates;

    public IReadOnlyList<HintedEvent> Events { get; } =
        [new(new(EventResource.Pod, EventActions.UpdatePodSchedulingGatesEliminated), AfterPodUpdate)];

    public PluginStatus? PreEnqueue(Pod pod)
    {
        if (pod.Spec.SchedulingGates.IsEmpty) return null;
        var gates = string.Join(' ', pod.Spec.SchedulingGates.Select(gate => gate.Name));
        return PluginStatus.Unresolvable(Name, $"waiting for scheduling gates: [{gates}]");
    }

    private static QueueingHint AfterPodUpdate(Pod pod, IObject? old, IObject? now) =>
        now?.Metadata.Uid == pod.Metadata.Uid ? QueueingHint.Queue : QueueingHint.Skip;
}
