using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Objects;
using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Plugins.NodePorts;

/// <summary>Keeps pods off nodes whose ports they want are taken. Upstream: <c>plugins/nodeports</c>.</summary>
public sealed class NodePortsPlugin(ResourceNames resources) : IPreFilterPlugin, IFilterPlugin, IEnqueueExtensions
{
    private static readonly PluginStatus s_taken =
        PluginStatus.Unschedulable(PluginNames.NodePorts, "node(s) didn't have free ports for the requested pod ports");

    public string Name => PluginNames.NodePorts;

    public IReadOnlyList<HintedEvent> Events =>
        [new(new(EventResource.Pod, EventActions.Delete), AfterPodDeletion), new(new(EventResource.Node, EventActions.Add))];

    public PluginStatus? PreFilter(CycleState state, PodInfo pod, NodeTable nodes, out IReadOnlySet<string>? names)
    {
        names = null;
        return pod.HostPorts.Length == 0 ? PluginStatus.Skip : null;
    }

    public void Filter(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<PluginStatus?> verdicts)
    {
        for (var i = 0; i < rows.Length; i++)
            if (verdicts[i] is null && Conflicts(pod.HostPorts, nodes.PortsOf(rows[i]))) verdicts[i] = s_taken;
    }

    private static bool Conflicts(ReadOnlySpan<HostPort> wanted, ReadOnlySpan<HostPort> taken)
    {
        foreach (var port in taken)
            foreach (var want in wanted)
                if (want.Conflicts(port)) return true;
        return false;
    }

    private QueueingHint AfterPodDeletion(Pod pod, IObject? old, IObject? now)
    {
        if (old is not Pod deleted || (deleted.Spec.NodeName.Length == 0 && deleted.Status.NominatedNodeName.Length == 0)) return QueueingHint.Skip;
        return Conflicts(PodInfo.Of(pod, resources).HostPorts, PodInfo.Of(deleted, resources).HostPorts) ? QueueingHint.Queue : QueueingHint.Skip;
    }
}
