using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Admission.Limits;

/// <summary>
/// What all containers of a pod take together: the sum of those that run at once, or what the hungriest init container takes.
/// Upstream: <c>component-helpers/resource</c>.
/// </summary>
internal static class PodAmounts
{
    public static MapOf<Quantity> Requests(PodSpec spec) => Total(spec, static resources => resources.Requests);

    public static MapOf<Quantity> Limits(PodSpec spec) => Total(spec, static resources => resources.Limits);

    private static MapOf<Quantity> Total(PodSpec spec, Func<ResourceRequirements, MapOf<Quantity>> pick)
    {
        MapOf<Quantity> total = default, sidecars = default, start = default;
        foreach (var container in spec.Containers) total = Amounts.Add(total, pick(container.Resources));
        foreach (var container in spec.InitContainers)
        {
            var own = pick(container.Resources);
            if (PodContainers.IsSidecar(container))
            {
                total = Amounts.Add(total, own);
                start = Amounts.Max(start, sidecars = Amounts.Add(sidecars, own));
            }
            else
            {
                start = Amounts.Max(start, Amounts.Add(own, sidecars));
            }
        }

        total = Amounts.Max(total, start);
        if (spec.Resources is not { } ofPod) return total;
        foreach (var (name, amount) in pick(ofPod))
            if (ResourceNames.IsSupportedForPods(name)) total = total.SetItem(name, amount);
        return total;
    }
}
