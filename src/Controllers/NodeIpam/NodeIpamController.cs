using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Controllers.NodeIpam;

/// <summary>Gives nodes the ranges of their pods' addresses.</summary>
/// <remarks>Upstream: pkg/controller/nodeipam with the allocator type RangeAllocator.</remarks>
public static class NodeIpamController
{
    public const string Name = "node-ipam-controller";
    public const string Identity = "node-controller";

    /// <exception cref="ArgumentException">The ranges of the options are wrong.</exception>
    public static Controller Create(ControllerContext context)
    {
        var nodes = context.Informers.Of<Node>();
        var ranges = new NodeRanges(context.Options);
        var reconciler = new NodeIpamReconciler(context.ClientOf(Identity), nodes, ranges, context.EventsOf("cidrAllocator"));
        return new Controller(Name, reconciler, context) { Workers = 30 }.On(nodes, change => KeysOf(change, ranges));
    }

    private static IEnumerable<ObjectKey> KeysOf(ObjectChange<Node> change, NodeRanges ranges)
    {
        if (change.New is { } node) return [node.Key];
        ranges.Release(change.Any);
        return [];
    }
}
