using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.Kubelet.Resizing;

/// <summary>How a running container comes to the resources it is granted.</summary>
internal enum ResizeWay
{
    /// <summary>It has them.</summary>
    None,

    /// <summary>The runtime is told while it runs.</summary>
    InPlace,

    /// <summary>It is started anew: its resize policy says so for what changed.</summary>
    Restart,
}

/// <summary>Compares what a container is granted with what it has. Pure.</summary>
/// <remarks>Upstream: kuberuntime, computePodResizeAction.</remarks>
internal static class ContainerResize
{
    /// <param name="container">With the resources it is granted.</param>
    /// <param name="actual">What it has; null when that is not known, which counts as what it is granted.</param>
    public static ResizeWay WayOf(Container container, ResourceRequirements? actual)
    {
        if (actual is null) return ResizeWay.None;
        var way = ResizeWay.None;
        foreach (var name in (ReadOnlySpan<string>)[ResourceName.Cpu, ResourceName.Memory])
        {
            var hasSameLimit = AreSame(container.Resources.Limits, actual.Limits, name);
            var hasSameRequest = AreSame(container.Resources.Requests, actual.Requests, name);
            if (hasSameLimit && hasSameRequest) continue;
            // No cgroup has a request of memory: it needs no restart.
            if (hasSameLimit && name == ResourceName.Memory) way = ResizeWay.InPlace;
            else if (RestartsFor(container, name)) return ResizeWay.Restart;
            else way = ResizeWay.InPlace;
        }

        return way;
    }

    private static bool RestartsFor(Container container, string name) => container.ResizePolicy.Any(
        policy => policy.ResourceName == name && policy.RestartPolicy == ResourceResizeRestartPolicy.RestartContainer);

    private static bool AreSame(MapOf<Quantity> left, MapOf<Quantity> right, string name)
    {
        var (isLeft, isRight) = (left.TryGetValue(name, out var a), right.TryGetValue(name, out var b));
        return isLeft == isRight && (!isLeft || a == b);
    }
}
