using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Kubelet.Environment;

namespace Kybernet.Kubelet.Pods;

/// <summary>Whether the node takes a pod that was bound to it: the scheduler may not have been asked, or have known less.</summary>
/// <remarks>Upstream: kubelet/lifecycle, predicate; kubelet/sysctl, allowlist. As many pods are kept as the node has.</remarks>
internal sealed class PodAdmission(KubeletOptions options, IClient client, INodeFacts node)
{
    // Guards what is below. Taken alone.
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Pod> _taken = new(StringComparer.Ordinal);

    /// <param name="pod">The pod.</param>
    /// <param name="isTaken">It runs here already, and is counted only.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Why the pod fails; null when it may run.</returns>
    public async Task<StartFailure?> AdmitAsync(Pod pod, bool isTaken, CancellationToken cancel)
    {
        if (!isTaken)
        {
            if (pod.Spec.Os is { Name: not ("" or "linux") }) return new("PodOSNotSupported", "Failed to admit pod as the OS field doesn't match node OS");
            if (ForbiddenSysctl(pod) is { } sysctl) return new("SysctlForbidden", $"forbidden sysctl: {sysctl}");
            if (!await IsChosenAsync(pod, cancel))
                return new("NodeAffinity", "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector");
        }

        lock (_lock)
        {
            if (!isTaken && Fits(pod) is { } refusal) return refusal;
            _taken[pod.RuntimeUid] = pod;
        }

        return null;
    }

    /// <summary>Takes a pod that runs here with other resources.</summary>
    /// <returns>Why that cannot be: <c>Infeasible</c> on this node at all, or <c>Deferred</c> until others leave room; null when it is so.</returns>
    public StartFailure? TryResize(Pod pod)
    {
        lock (_lock)
        {
            foreach (var name in (string[])[ResourceName.Cpu, ResourceName.Memory])
            {
                var (asked, all) = (PodRequests.Of(pod, name), PodRequests.Amount(node.Current.Allocatable.GetValueOrDefault(name), name));
                if (asked > all) return new("Infeasible", $"Node didn't have enough capacity: {name}, requested: {asked}, capacity: {all}");
            }

            if (Fits(pod) is { } refusal) return refusal with { Reason = "Deferred" };
            _taken[pod.RuntimeUid] = pod;
        }

        return null;
    }

    /// <summary>The pod's containers are over: others may have its resources.</summary>
    public void Forget(string uid)
    {
        lock (_lock) _taken.Remove(uid);
    }

    private StartFailure? Fits(Pod pod)
    {
        var others = _taken.Values.Where(other => other.RuntimeUid != pod.RuntimeUid).ToList();
        if (others.Count + 1 > options.MaxPods) return Short("pods", 1, others.Count, options.MaxPods);
        var allocatable = node.Current.Allocatable;
        foreach (var name in (string[])[ResourceName.Cpu, ResourceName.Memory, ResourceName.EphemeralStorage])
        {
            var (asked, used) = (PodRequests.Of(pod, name), others.Sum(other => PodRequests.Of(other, name)));
            var all = PodRequests.Amount(allocatable.GetValueOrDefault(name), name);
            if (asked > 0 && asked + used > all) return Short(name, asked, used, all);
        }

        var ports = HostPorts(pod).ToList();
        return others.SelectMany(HostPorts).Any(taken => ports.Any(port => Meets(port, taken)))
            ? new("NodePorts", "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports")
            : null;
    }

    private static StartFailure Short(string name, long asked, long used, long all) => new(
        $"OutOf{name}", $"Node didn't have enough resource: {name}, requested: {asked}, used: {used}, capacity: {all}");

    private static IEnumerable<(int Port, string Protocol, string Ip)> HostPorts(Pod pod) => pod.Spec.Containers
        .Concat(pod.Spec.InitContainers.Where(static container => container.IsSidecar))
        .SelectMany(static container => container.Ports)
        .Where(static port => port.HostPort > 0)
        .Select(static port => (port.HostPort, port.Protocol, port.HostIP is "" or "::" ? "0.0.0.0" : port.HostIP));

    private static bool Meets((int Port, string Protocol, string Ip) a, (int Port, string Protocol, string Ip) b) =>
        a.Port == b.Port && a.Protocol == b.Protocol && (a.Ip == b.Ip || a.Ip == "0.0.0.0" || b.Ip == "0.0.0.0");

    /// <summary>The node's labels are read when they matter: others than the kubelet write them.</summary>
    private async Task<bool> IsChosenAsync(Pod pod, CancellationToken cancel)
    {
        var required = pod.Spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution;
        if (pod.Spec.NodeSelector.IsEmpty && required is null) return true;
        var read = await client.GetAsync<Node>(new(options.NodeName), cancel);
        return !read.TryGet(out var own, out _) || NodeChoice.Matches(pod, own);
    }

    private static string? ForbiddenSysctl(Pod pod)
    {
        foreach (var sysctl in pod.Spec.SecurityContext?.Sysctls ?? default)
        {
            var name = sysctl.Name.Replace('/', '.');
            if (!SafeSysctls.Contains(name)) return $"\"{name}\" not allowlisted";
            if (pod.Spec.HostNetwork && name.StartsWith("net.", StringComparison.Ordinal)) return $"\"{name}\" not allowed with host net enabled";
            if (pod.Spec.HostIPC && name.StartsWith("kernel.shm", StringComparison.Ordinal)) return $"\"{name}\" not allowed with host ipc enabled";
        }

        return null;
    }
}
