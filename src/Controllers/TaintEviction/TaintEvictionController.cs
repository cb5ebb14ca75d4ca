using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Controllers.TaintEviction;

/// <summary>Deletes pods from nodes with NoExecute taints that they do not tolerate, or no longer. Keys are pods.</summary>
/// <remarks>Upstream: pkg/controller/tainteviction.</remarks>
public static class TaintEvictionController
{
    public const string Name = "taint-eviction-controller";
    public const string Identity = "node-controller";
    private const string PodsByNode = "spec.nodeName";

    public static Controller Create(ControllerContext context)
    {
        var nodes = context.Informers.Of<Node>();
        var pods = context.Informers.Of<Pod>();
        var byNode = pods.AddIndex(PodsByNode, static pod => pod.Spec.NodeName.Length > 0 ? [pod.Spec.NodeName] : []);
        var reconciler = new TaintEvictionReconciler(context.ClientOf(Identity), pods, nodes, context.EventsOf(Name), context.Time);
        return new Controller(Name, reconciler, context) { Workers = 8 }
            .On(pods, KeysOf)
            .On(nodes, change => IsRetainted(change) ? [.. byNode.Find(change.Any.Metadata.Name).Select(static pod => pod.Key)] : []);
    }

    private static IEnumerable<ObjectKey> KeysOf(ObjectChange<Pod> change) =>
        change is { Old: { } old, New: { } current } && old.Spec.NodeName == current.Spec.NodeName && old.Spec.Tolerations == current.Spec.Tolerations
            ? []
            : [change.Any.Key];

    private static bool IsRetainted(ObjectChange<Node> change) => change.New is { } node && NoExecute(node) != (change.Old is { } old ? NoExecute(old) : []);

    private static ListOf<Taint> NoExecute(Node node) => node.Spec.Taints.Where(static taint => taint.Effect == TaintEffect.NoExecute).ToListOf();
}
