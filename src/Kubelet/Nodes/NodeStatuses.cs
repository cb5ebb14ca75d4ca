using System.Runtime.InteropServices;
using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Containerd;
using Kybernet.Kubelet.Environment;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.Kubelet.Nodes;

/// <summary>What a node says of itself. Pure.</summary>
/// <remarks>Upstream: kubelet/nodestatus, setters; kubelet_node_status.</remarks>
internal static class NodeStatuses
{
    private const int MostImages = 50;

    /// <summary>The node as it registers.</summary>
    public static Node New(KubeletOptions options, NodeStatus status) => new()
    {
        Metadata = new() { Name = options.NodeName, Labels = Labels(options) },
        Spec = new() { ProviderID = options.ProviderID, Taints = options.RegisterWithTaints },
        Status = status,
    };

    /// <summary>The labels every node has, over those it has already.</summary>
    public static MapOf<string> Labels(KubeletOptions options)
    {
        var labels = options.NodeLabels;
        var architecture = PauseImage.GoName(RuntimeInformation.OSArchitecture);
        foreach (var (key, value) in new[]
        {
            ("kubernetes.io/hostname", options.NodeName), ("kubernetes.io/os", "linux"), ("kubernetes.io/arch", architecture),
            ("beta.kubernetes.io/os", "linux"), ("beta.kubernetes.io/arch", architecture),
        })
            labels = labels.SetItem(key, value);
        return labels;
    }

    public static NodeStatus Compute(NodeStatus old, KubeletOptions options, NodeFacts facts, NodeSystemInfo info, NodeHealth health, Time now) => old with
    {
        Capacity = WithOthers(facts.Capacity, old.Capacity),
        Allocatable = WithOthers(facts.Allocatable, old.Capacity),
        Addresses =
        [
            .. facts.Addresses.Select(static ip => new NodeAddress { Type = NodeAddressType.InternalIP, Address = ip }),
            new NodeAddress { Type = NodeAddressType.Hostname, Address = options.NodeName },
        ],
        DaemonEndpoints = new() { KubeletEndpoint = new() { Port = options.Port } },
        NodeInfo = info,
        Images = health.Images.OrderByDescending(static image => image.SizeBytes).Take(MostImages).ToListOf(),
        Conditions = Conditions(old.Conditions, health, now),
    };

    /// <summary>Resources that others gave the node stay, all of them to be had. Sizes of huge pages are the kubelet's own.</summary>
    private static MapOf<Quantity> WithOthers(MapOf<Quantity> own, MapOf<Quantity> capacity)
    {
        foreach (var (name, amount) in capacity)
            if (!own.ContainsKey(name) && !name.StartsWith("hugepages-", StringComparison.Ordinal)) own = own.SetItem(name, amount);
        return own;
    }

    private static ListOf<NodeCondition> Conditions(ListOf<NodeCondition> old, NodeHealth health, Time now)
    {
        var own = new[]
        {
            Pressure(NodeConditionType.MemoryPressure, health.HasMemoryPressure, "KubeletHasInsufficientMemory", "kubelet has insufficient memory available",
                "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
            Pressure(NodeConditionType.DiskPressure, health.HasDiskPressure, "KubeletHasDiskPressure", "kubelet has disk pressure",
                "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
            Pressure(NodeConditionType.PIDPressure, false, "KubeletHasInsufficientPID", "kubelet has insufficient PID available",
                "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
            health.Problem.Length == 0
                ? Ready(ConditionStatus.True, "KubeletReady", "kubelet is posting ready status")
                : Ready(ConditionStatus.False, "KubeletNotReady", health.Problem),
        };
        var others = old.Where(condition => own.All(mine => mine.Type != condition.Type));
        return others.Concat(own.Select(condition =>
        {
            var before = old.FirstOrDefault(candidate => candidate.Type == condition.Type);
            return condition with
            {
                LastHeartbeatTime = now,
                LastTransitionTime = before?.Status == condition.Status ? before.LastTransitionTime : now,
            };
        })).ToListOf();
    }

    private static NodeCondition Ready(string status, string reason, string message) =>
        new() { Type = NodeConditionType.Ready, Status = status, Reason = reason, Message = message };

    private static NodeCondition Pressure(string type, bool isUnder, string reason, string message, string goodReason, string goodMessage) => new()
    {
        Type = type,
        Status = isUnder ? ConditionStatus.True : ConditionStatus.False,
        Reason = isUnder ? reason : goodReason,
        Message = isUnder ? message : goodMessage,
    };
}
