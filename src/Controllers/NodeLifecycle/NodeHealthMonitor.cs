using Kybernet.Api.Core.V1;
using Kybernet.Client.Informers;
using Kybernet.Client.Transport;

namespace Kybernet.Controllers.NodeLifecycle;

/// <summary>Looks at every node, one pass after the other: who is silent becomes unknown, who is not ready waits for its taint.</summary>
/// <remarks>Upstream: nodelifecycle, monitorNodeHealth. Run by one loop: what it remembers needs no lock.</remarks>
internal sealed class NodeHealthMonitor(NodeLifecycleParts parts, IObjectIndex<Pod> podsByNode)
{
    private const string LeaseNamespace = "kube-node-lease";
    private const string ExcludedLabel = "node.kubernetes.io/exclude-disruption";

    // Upstream: scheduler.NodeHealthUpdateRetry.
    private const int Attempts = 5;

    private readonly Dictionary<string, NodeHealth> _health = [];
    private readonly Dictionary<string, Node> _known = [];
    private readonly HashSet<string> _podsToRetry = [];
    private IReadOnlyDictionary<string, ZoneState> _states = new Dictionary<string, ZoneState>();

    public async Task PassAsync(CancellationToken cancel)
    {
        var nodes = parts.Nodes.List();
        await MeetAsync(nodes, cancel);
        var zones = new Dictionary<string, List<NodeCondition?>>();
        foreach (var listed in nodes)
        {
            if (await LookAsync(listed, cancel) is not (var node, var look)) continue;
            if (!node.Metadata.Labels.ContainsKey(ExcludedLabel))
            {
                var zone = Zones.Of(node);
                if (!zones.TryGetValue(zone, out var conditions)) zones[zone] = conditions = [];
                conditions.Add(look.Current);
            }

            if (look.Current is { } current) await TreatAsync(node, look.Observed, current, cancel);
        }

        await SettleZonesAsync(nodes, zones, cancel);
    }

    private async Task MeetAsync(IReadOnlyList<Node> nodes, CancellationToken cancel)
    {
        foreach (var node in nodes)
        {
            var name = node.Metadata.Name;
            if (!_known.TryAdd(name, node)) continue;
            Tell(node, "RegisteredNode", $"Node {name} event: Registered Node {name} in Controller");
            await MarkReachableAsync(node, cancel);
        }

        if (_known.Count == nodes.Count) return;
        var present = nodes.Select(static node => node.Metadata.Name).ToHashSet();
        foreach (var (name, node) in _known.Where(entry => !present.Contains(entry.Key)).ToList())
        {
            Tell(node, "RemovingNode", $"Node {name} event: Removing Node {name} from Controller");
            _known.Remove(name);
            _health.Remove(name);
            _podsToRetry.Remove(name);
        }
    }

    /// <returns>The node as it was looked at last, and what was found; null when it could not be written.</returns>
    private async ValueTask<(Node Node, NodeLook Look)?> LookAsync(Node node, CancellationToken cancel)
    {
        var name = node.Metadata.Name;
        for (var attempt = 1; ; attempt++)
        {
            var lease = parts.Leases.Find(new(LeaseNamespace, name));
            var look = NodeHealthPlan.Look(node, lease, _health.GetValueOrDefault(name), parts.Time.GetUtcNow(), parts.Options);
            _health[name] = look.Health;
            if (look.Changed is null) return (node, look);
            var written = await parts.Client.UpdateStatusAsync(look.Changed, cancel);
            if (written.TryGet(out var latest, out var error))
            {
                _health[name] = look.Health with { Ready = look.Current, ReadyChangedAt = parts.Time.GetUtcNow(), RenewedAt = lease?.Spec.RenewTime };
                return (latest, look);
            }

            var read = await parts.Client.GetAsync<Node>(new(name), cancel);
            if (attempt < Attempts && read.TryGet(out node!, out _)) continue;
            NodeLifecycleLog.StatusNotWritten(parts.Log, name, error.Message);
            return null;
        }
    }

    private async ValueTask TreatAsync(Node node, NodeCondition observed, NodeCondition current, CancellationToken cancel)
    {
        var name = node.Metadata.Name;
        await TaintAsync(node, current, cancel);
        var wasReady = observed.Status == ConditionStatus.True;
        var becameIll = current.Status != ConditionStatus.True && wasReady;
        if (becameIll) Tell(node, "NodeNotReady", $"Node {name} status is now: NodeNotReady");
        if (becameIll || (_podsToRetry.Contains(name) && !wasReady))
        {
            if (await parts.Readiness.MarkNotReadyAsync(podsByNode.Find(name), cancel) is { } error)
            {
                NodeLifecycleLog.PodsNotMarked(parts.Log, name, error.Message);
                _podsToRetry.Add(name);
                return;
            }
        }

        _podsToRetry.Remove(name);
    }

    private async ValueTask TaintAsync(Node node, NodeCondition ready, CancellationToken cancel)
    {
        if (ready.Status == ConditionStatus.True)
        {
            await MarkReachableAsync(node, cancel);
            return;
        }

        var (wanted, opposite) = TaintsOf(ready);
        // A node that is given up already changes its reason at once; else it waits for its turn.
        if (!NodeTaints.Has(node.Spec.Taints, opposite, TaintEffect.NoExecute)) parts.Taints.Mark(node, wanted);
        else Complain(node, await parts.Writer.SwapAsync(node.Metadata.Name, wanted, opposite, cancel));
    }

    /// <summary>The NoExecute taint of a node that is not ready, and the one that excludes it.</summary>
    internal static (string Wanted, string Opposite) TaintsOf(NodeCondition ready) => ready.Status == ConditionStatus.False
        ? (NodeTaints.NotReady, NodeTaints.Unreachable)
        : (NodeTaints.Unreachable, NodeTaints.NotReady);

    private async ValueTask SettleZonesAsync(IReadOnlyList<Node> nodes, Dictionary<string, List<NodeCondition?>> zones, CancellationToken cancel)
    {
        if (zones.Count == 0) return;
        var disruption = ZoneDisruption.Between(_states, zones, parts.Options);
        _states = disruption.States;
        if (disruption.EntersFull)
        {
            NodeLifecycleLog.EntersFullDisruption(parts.Log);
            foreach (var node in nodes) await MarkReachableAsync(node, cancel);
        }

        if (disruption.LeavesFull)
        {
            NodeLifecycleLog.LeavesFullDisruption(parts.Log);
            var now = parts.Time.GetUtcNow();
            foreach (var (name, health) in _health.ToList()) _health[name] = health with { ProbedAt = now, ReadyChangedAt = now };
        }

        foreach (var (zone, rate) in disruption.Rates) parts.Taints.SwapRate(zone, rate);
    }

    private async ValueTask MarkReachableAsync(Node node, CancellationToken cancel)
    {
        var marked = await parts.Writer.MarkReachableAsync(node, cancel);
        Complain(node, marked);
        if (marked.IsOk) parts.Taints.Of(Zones.Of(node)).Remove(node.Metadata.Name);
    }

    private void Complain(Node node, ApiResult<Node> result)
    {
        if (result.Error is { IsNotFound: false } error) NodeLifecycleLog.NotTainted(parts.Log, node.Metadata.Name, error.Message);
    }

    private void Tell(Node node, string reason, string message) => parts.Events.Record(node, "Normal", reason, message);
}
