using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Resources;

namespace Kybernet.ApiServer.Registry.Core.Nodes;

/// <summary>Upstream: <c>SetDefaults_NodeStatus</c>, and the conversion that keeps the two forms of the pod CIDR alike.</summary>
internal static class NodeDefaults
{
    public static Node Apply(Node node)
    {
        var status = Status(node.Status);
        if (!ReferenceEquals(status, node.Status)) node = node with { Status = status };
        var spec = PodCidrs(node.Spec);
        return ReferenceEquals(spec, node.Spec) ? node : node with { Spec = spec };
    }

    private static NodeStatus Status(NodeStatus status)
    {
        var capacity = ResourceLists.RoundedUp(status.Capacity);
        var allocatable = status.Allocatable.IsAbsent ? capacity : ResourceLists.RoundedUp(status.Allocatable);
        return ResourceLists.IsSame(capacity, status.Capacity) && ResourceLists.IsSame(allocatable, status.Allocatable)
            ? status
            : status with { Capacity = capacity, Allocatable = allocatable };
    }

    /// <summary>The singular rules where they differ, for old clients; it repeats the first of the plural.</summary>
    private static NodeSpec PodCidrs(NodeSpec spec)
    {
        if (spec.PodCIDR.Length > 0 && (spec.PodCIDRs.IsEmpty || spec.PodCIDRs[0] != spec.PodCIDR))
            return spec with { PodCIDRs = [spec.PodCIDR] };
        return spec.PodCIDR.Length == 0 && !spec.PodCIDRs.IsEmpty ? spec with { PodCIDR = spec.PodCIDRs[0] } : spec;
    }
}
