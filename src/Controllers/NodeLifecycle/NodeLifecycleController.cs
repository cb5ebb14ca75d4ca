using Kybernet.Api.Coordination.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;
using Microsoft.Extensions.Logging;

namespace Kybernet.Controllers.NodeLifecycle;

/// <summary>Watches over nodes: their health, their taints, the readiness of their pods.</summary>
/// <remarks>Upstream: pkg/controller/nodelifecycle.</remarks>
public sealed class NodeLifecycleController : IControllerLoop
{
    public const string LoopName = "node-lifecycle-controller";
    public const string Identity = "node-controller";
    private const string PodsByNode = "spec.nodeName";

    private readonly Controller _taints;
    private readonly Controller _pods;
    private readonly Sweeper _health;
    private readonly NodeLifecycleParts _parts;

    private NodeLifecycleController(ControllerContext context)
    {
        var nodes = context.Informers.Of<Node>();
        var pods = context.Informers.Of<Pod>();
        var leases = context.Informers.Of<Lease>(new() { Namespace = "kube-node-lease" });
        var client = context.ClientOf(Identity);
        var events = context.EventsOf("node-controller");
        _parts = new(
            client,
            nodes,
            leases,
            new(client, context.Time),
            new(client, events, context.Time),
            new(context.Options, context.Time),
            events,
            context.Time,
            context.Options,
            context.Loggers.CreateLogger<NodeLifecycleController>());
        var byNode = pods.AddIndex(PodsByNode, static pod => pod.Spec.NodeName.Length > 0 ? [pod.Spec.NodeName] : []);
        var monitor = new NodeHealthMonitor(_parts, byNode);
        _taints = new Controller(Name, new NodeTaintReconciler(_parts.Writer, nodes, context.Time), context) { Workers = 8 }
            .On(nodes, static change => change.New is null ? [] : [change.New.Key]);
        _pods = new Controller($"{Name}-pods", new PodReadinessReconciler(_parts.Readiness, pods, nodes), context) { Workers = 4 }
            .On(pods, BoundPods).Reads(nodes);
        _health = new Sweeper(Name, context.Options.NodeMonitorPeriod, monitor.PassAsync, context).Reads(nodes).Reads(pods).Reads(leases);
    }

    public string Name => LoopName;

    public static NodeLifecycleController Create(ControllerContext context) => new(context);

    public Task RunAsync(CancellationToken cancel)
    {
        return Task.WhenAll(_taints.RunAsync(cancel), _pods.RunAsync(cancel), _health.RunAsync(cancel), _parts.Taints.RunAsync(ServeAsync, cancel));

        async ValueTask<bool> ServeAsync(string name)
        {
            // A node that is gone or ready again needs no taint.
            if (_parts.Nodes.Find(new(name)) is not { } node) return true;
            if (node.ConditionOf(NodeConditionType.Ready) is not { } ready) return false;
            if (ready.Status == ConditionStatus.True) return true;
            var (wanted, opposite) = NodeHealthMonitor.TaintsOf(ready);
            var swapped = await _parts.Writer.SwapAsync(name, wanted, opposite, cancel);
            if (swapped.Error is { IsNotFound: false } error) NodeLifecycleLog.NotTainted(_parts.Log, name, error.Message);
            return swapped.IsOk;
        }
    }

    private static IEnumerable<ObjectKey> BoundPods(ObjectChange<Pod> change) =>
        change.New is { Spec.NodeName.Length: > 0 } pod && pod.Spec.NodeName != change.Old?.Spec.NodeName ? [pod.Key] : [];
}
