using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Values;

namespace Kybernet.Kubelet.Pods;

/// <summary>What a pod asks of its node: processors in thousandths, all else in whole units. Pure.</summary>
/// <remarks>Upstream: api/v1/resource, PodRequests: ordinary containers with sidecars, or an init container with the sidecars before it.</remarks>
internal static class PodRequests
{
    public static long Of(Pod pod, string resource)
    {
        var total = pod.Spec.Containers.Sum(container => Of(container, resource));
        long sidecars = 0;
        long most = 0;
        foreach (var container in pod.Spec.InitContainers)
        {
            var amount = Of(container, resource);
            if (container.IsSidecar) sidecars += amount;
            most = Math.Max(most, container.IsSidecar ? sidecars : sidecars + amount);
        }

        return Math.Max(total + sidecars, most) + Amount(pod.Spec.Overhead.GetValueOrDefault(resource), resource);
    }

    public static long Amount(Quantity quantity, string resource) => resource == ResourceName.Cpu ? quantity.MilliValue() : quantity.Value();

    private static long Of(Container container, string resource) => Amount(container.Resources.Requests.GetValueOrDefault(resource), resource);
}
