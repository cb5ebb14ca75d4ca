using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.Kubelet.Cgroups;

/// <summary>The quality of service of a pod, by the resources its containers ask for. Pure.</summary>
/// <remarks>Upstream: apis/core/v1/helper/qos, ComputePodQOS.</remarks>
internal static class PodQos
{
    private static readonly string[] s_counted = [ResourceName.Cpu, ResourceName.Memory];

    public static string Of(Pod pod) => pod.Status.QosClass is { Length: > 0 } known ? known : Compute(pod.Spec);

    public static string Compute(PodSpec spec)
    {
        var containers = spec.Containers.Concat(spec.InitContainers).Select(container => container.Resources).ToList();
        if (spec.Resources is { } ofPod && (!ofPod.Limits.IsEmpty || !ofPod.Requests.IsEmpty)) containers = [ofPod];
        var hasAny = containers.Any(resources => HasAny(resources.Requests) || HasAny(resources.Limits));
        if (!hasAny) return PodQOSClass.BestEffort;
        return containers.All(IsGuaranteed) ? PodQOSClass.Guaranteed : PodQOSClass.Burstable;
    }

    private static bool HasAny(MapOf<Quantity> resources) => s_counted.Any(name => resources.TryGetValue(name, out var amount) && amount.Sign > 0);

    private static bool IsGuaranteed(ResourceRequirements resources)
    {
        foreach (var name in s_counted)
        {
            if (!resources.Limits.TryGetValue(name, out var limit) || limit.Sign <= 0) return false;
            if (resources.Requests.TryGetValue(name, out var request) && request.Sign > 0 && request != limit) return false;
        }

        return true;
    }
}
