using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Cgroups;

/// <summary>What the cgroup of a pod gets. Zero for no limit.</summary>
/// <param name="CpuShares">See <see cref="CpuAmounts.Shares"/>.</param>
/// <param name="CpuQuota">See <see cref="CpuAmounts.Quota"/>.</param>
/// <param name="MemoryLimitBytes">Limit.</param>
/// <remarks>Upstream: kubelet/cm, ResourceConfigForPod.</remarks>
internal sealed record PodResources(long CpuShares, long CpuQuota, long MemoryLimitBytes)
{
    public static PodResources Of(Pod pod)
    {
        var requests = Sum(pod, static container => Milli(container, isLimit: false), out _);
        var limits = Sum(pod, static container => Milli(container, isLimit: true), out var isCpuLimited);
        var memory = Sum(pod, static container => container.Resources.Limits.GetValueOrDefault(ResourceName.Memory).Value(), out var isMemoryLimited);
        if (pod.Spec.Overhead.TryGetValue(ResourceName.Cpu, out var cpu)) (requests, limits) = (requests + cpu.MilliValue(), limits + cpu.MilliValue());
        if (pod.Spec.Overhead.TryGetValue(ResourceName.Memory, out var extra)) memory += extra.Value();
        return PodQos.Of(pod) switch
        {
            PodQOSClass.Guaranteed => new(CpuAmounts.Shares(requests), CpuAmounts.Quota(limits), memory),
            PodQOSClass.Burstable => new(CpuAmounts.Shares(requests), isCpuLimited ? CpuAmounts.Quota(limits) : 0, isMemoryLimited ? memory : 0),
            _ => new(CpuAmounts.Shares(0), 0, 0),
        };
    }

    /// <summary>What leaves room for both.</summary>
    public PodResources WiderOf(PodResources other) => new(
        Math.Max(CpuShares, other.CpuShares), Wider(CpuQuota, other.CpuQuota), Wider(MemoryLimitBytes, other.MemoryLimitBytes));

    private static long Wider(long a, long b) => a == 0 || b == 0 ? 0 : Math.Max(a, b);

    /// <summary>Ordinary containers run together with sidecars; other init containers alone, with the sidecars before them.</summary>
    private static long Sum(Pod pod, Func<Container, long> amountOf, out bool isComplete)
    {
        isComplete = true;
        long total = 0;
        foreach (var container in pod.Spec.Containers)
        {
            var amount = amountOf(container);
            isComplete &= amount > 0;
            total += amount;
        }

        long sidecars = 0;
        long most = 0;
        foreach (var container in pod.Spec.InitContainers)
        {
            var amount = amountOf(container);
            isComplete &= amount > 0;
            if (container.RestartPolicy == ContainerRestartPolicy.Always) sidecars += amount;
            most = Math.Max(most, container.RestartPolicy == ContainerRestartPolicy.Always ? sidecars : sidecars + amount);
        }

        return Math.Max(total + sidecars, most);
    }

    private static long Milli(Container container, bool isLimit)
    {
        if (isLimit) return container.Resources.Limits.GetValueOrDefault(ResourceName.Cpu).MilliValue();
        return container.Resources.Requests.TryGetValue(ResourceName.Cpu, out var request)
            ? request.MilliValue()
            : container.Resources.Limits.GetValueOrDefault(ResourceName.Cpu).MilliValue();
    }
}
