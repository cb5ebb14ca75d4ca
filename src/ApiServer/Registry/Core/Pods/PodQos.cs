using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>
/// The quality of service a pod gets from its requests and limits of CPU and memory. Upstream: <c>pkg/apis/core/helper/qos</c>.
/// </summary>
internal static class PodQos
{
    /// <summary>The class the pod was given, or else the one its spec makes.</summary>
    public static string Of(Pod pod) => pod.Status.QosClass.Length > 0 ? pod.Status.QosClass : Compute(pod.Spec);

    public static string Compute(PodSpec spec)
    {
        MapOf<Quantity> requests = default, limits = default;
        var guaranteed = true;
        foreach (var resources in Counted(spec))
        {
            requests = Add(requests, resources.Requests);
            limits = Add(limits, resources.Limits);
            guaranteed &= IsPositive(resources.Limits, "cpu") && IsPositive(resources.Limits, "memory");
        }

        if (requests.IsEmpty && limits.IsEmpty) return PodQOSClass.BestEffort;
        // Requests and limits of a container that has limits only are equal by default.
        return guaranteed && requests == limits ? PodQOSClass.Guaranteed : PodQOSClass.Burstable;
    }

    /// <summary>Resources of the pod itself go before those of its containers.</summary>
    private static IEnumerable<ResourceRequirements> Counted(PodSpec spec) => spec.Resources is { } ofPod
        ? [ofPod]
        : spec.Containers.Concat(spec.InitContainers).Select(container => container.Resources);

    private static MapOf<Quantity> Add(MapOf<Quantity> total, MapOf<Quantity> amounts)
    {
        foreach (var (name, amount) in amounts)
            if (name is "cpu" or "memory" && amount.Sign > 0)
                total = total.SetItem(name, total.TryGetValue(name, out var before) ? before + amount : amount);
        return total;
    }

    private static bool IsPositive(MapOf<Quantity> amounts, string name) => amounts.TryGetValue(name, out var amount) && amount.Sign > 0;
}
