using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>
/// What the containers of a pod need together: those that run at the same time add up, and an init container needs its own beside
/// the sidecars started before it. Upstream: <c>AggregateContainerRequests</c> of <c>component-helpers/resource</c>.
/// </summary>
internal static class PodResourceTotals
{
    public static MapOf<Quantity> Requests(PodSpec spec) => Total(spec, container => container.Resources.Requests);

    public static MapOf<Quantity> Limits(PodSpec spec) => Total(spec, container => container.Resources.Limits);

    private static MapOf<Quantity> Total(PodSpec spec, Func<Container, MapOf<Quantity>> of)
    {
        MapOf<Quantity> running = default, sidecars = default, starting = default;
        foreach (var container in spec.Containers) running = Add(running, of(container));
        foreach (var container in spec.InitContainers)
        {
            if (!PodContainers.IsSidecar(container))
            {
                starting = Max(starting, Add(sidecars, of(container)));
                continue;
            }

            running = Add(running, of(container));
            sidecars = Add(sidecars, of(container));
            starting = Max(starting, sidecars);
        }

        return Max(running, starting);
    }

    private static MapOf<Quantity> Add(MapOf<Quantity> total, MapOf<Quantity> amounts)
    {
        foreach (var (name, amount) in amounts)
            total = total.SetItem(name, total.TryGetValue(name, out var before) ? before + amount : amount);
        return total;
    }

    private static MapOf<Quantity> Max(MapOf<Quantity> total, MapOf<Quantity> amounts)
    {
        foreach (var (name, amount) in amounts)
            if (!total.TryGetValue(name, out var before) || amount > before) total = total.SetItem(name, amount);
        return total;
    }
}
