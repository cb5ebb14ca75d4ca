using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Scheduler.Snapshot;

/// <summary>An amount of a resource.</summary>
/// <param name="Resource">Its number in <see cref="ResourceNames"/>.</param>
/// <param name="Amount">Thousandths of CPUs, whole units of all else.</param>
public readonly record struct ResourceAmount(int Resource, long Amount);

/// <summary>A port of the node that a pod uses.</summary>
/// <param name="Address">"0.0.0.0" for all.</param>
/// <param name="Protocol">TCP, UDP or SCTP.</param>
/// <param name="Port">1…65535.</param>
public readonly record struct HostPort(string Address, string Protocol, int Port)
{
    /// <summary>True when both cannot be used on one node. Upstream: <c>HostPortInfo.CheckConflict</c>.</summary>
    public bool Conflicts(HostPort other) => Port == other.Port && Protocol == other.Protocol &&
        (Address == other.Address || Address == Any || other.Address == Any);

    public const string Any = "0.0.0.0";
}

/// <summary>A pod with what scheduling reads of it again and again, computed once. Immutable.</summary>
public sealed class PodInfo
{
    private PodInfo(Pod pod, ResourceAmount[] requests, long scoredCpu, long scoredMemory, HostPort[] hostPorts, AffinityTerms affinity)
    {
        Pod = pod;
        Requests = requests;
        ScoredCpu = scoredCpu;
        ScoredMemory = scoredMemory;
        HostPorts = hostPorts;
        Affinity = affinity;
    }

    public Pod Pod { get; }

    public string Uid => Pod.Metadata.Uid;

    public ObjectKey Key => new(Pod.Metadata.Namespace, Pod.Metadata.Name);

    public int Priority => Pod.Spec.Priority ?? 0;

    /// <summary>What it takes of a node; amounts of zero are left out.</summary>
    public ResourceAmount[] Requests { get; }

    /// <summary>Thousandths of CPUs, with an assumed request for containers without one.</summary>
    public long ScoredCpu { get; }

    /// <summary>Bytes, with an assumed request for containers without one.</summary>
    public long ScoredMemory { get; }

    public HostPort[] HostPorts { get; }

    /// <summary>To other pods.</summary>
    public AffinityTerms Affinity { get; }

    public static PodInfo Of(Pod pod, ResourceNames resources)
    {
        var requests = PodRequests.Of(pod, assumeMissing: false);
        var amounts = new List<ResourceAmount>(requests.Count);
        foreach (var (name, quantity) in requests)
        {
            var id = resources.IdOf(name);
            var amount = PodRequests.AmountOf(name, quantity);
            if (id >= 0 && amount != 0) amounts.Add(new(id, amount));
        }

        amounts.Sort(static (left, right) => left.Resource.CompareTo(right.Resource));
        var scored = MissesARequest(pod) ? PodRequests.Of(pod, assumeMissing: true) : requests;
        return new(pod, [.. amounts], AmountOf(scored, "cpu"), AmountOf(scored, "memory"), HostPortsOf(pod), AffinityTerms.Of(pod));
    }

    /// <summary>What it takes of one resource.</summary>
    public long RequestOf(int resource)
    {
        foreach (var request in Requests)
            if (request.Resource == resource) return request.Amount;
        return 0;
    }

    private static long AmountOf(Dictionary<string, Machinery.Values.Quantity> requests, string name) =>
        requests.TryGetValue(name, out var quantity) ? PodRequests.AmountOf(name, quantity) : 0;

    private static bool MissesARequest(Pod pod)
    {
        foreach (var container in pod.Spec.Containers)
            if (!Asks(container)) return true;
        foreach (var container in pod.Spec.InitContainers)
            if (!Asks(container)) return true;
        return false;
    }

    private static bool Asks(Container container) =>
        container.Resources.Requests.ContainsKey("cpu") && container.Resources.Requests.ContainsKey("memory");

    /// <summary>Of containers and sidecars. Upstream: <c>util.GetHostPorts</c>.</summary>
    private static HostPort[] HostPortsOf(Pod pod)
    {
        List<HostPort>? ports = null;
        foreach (var container in pod.Spec.Containers) Collect(container, ref ports);
        foreach (var container in pod.Spec.InitContainers)
            if (container.RestartPolicy == "Always") Collect(container, ref ports);
        return ports is null ? [] : [.. ports];
    }

    private static void Collect(Container container, ref List<HostPort>? ports)
    {
        foreach (var port in container.Ports)
        {
            if (port.HostPort <= 0) continue;
            (ports ??= []).Add(new(port.HostIP.Length > 0 ? port.HostIP : HostPort.Any, port.Protocol.Length > 0 ? port.Protocol : "TCP", port.HostPort));
        }
    }
}
