using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Registry.Allocation;

/// <summary>
/// The node ports a service needs and those it gives back. Upstream: <c>initNodePorts</c>, <c>updateNodePorts</c>,
/// <c>updateHealthCheckNodePort</c> of <c>pkg/registry/core/service/storage/alloc.go</c>.
/// </summary>
/// <param name="Wanted">In the order in which they are to be taken.</param>
/// <param name="Released">To be given back when everything else has been done.</param>
public sealed record NodePortPlan(ListOf<NodePortPlan.Request> Wanted, ListOf<int> Released)
{
    /// <summary>The position that stands for <c>healthCheckNodePort</c>.</summary>
    public const int HealthCheck = -1;

    /// <summary>A port for an entry of <c>ports</c>.</summary>
    /// <param name="Position">The entry, or <see cref="HealthCheck"/>.</param>
    /// <param name="Port">The port the user names; 0 for any.</param>
    public sealed record Request(int Position, int Port);

    /// <remarks>Entries with the same service port (TCP and UDP) get the same node port.</remarks>
    public static NodePortPlan ForCreate(Service service)
    {
        var wanted = new List<Request>();
        if (HasNodePorts(service)) AddNew(wanted, service);
        if (NeedsHealthCheck(service)) wanted.Add(new(HealthCheck, service.Spec.HealthCheckNodePort));
        return new(wanted.ToListOf(), default);
    }

    public static NodePortPlan ForUpdate(Service service, Service old)
    {
        var (wanted, released) = (new List<Request>(), new List<int>());
        var before = Ports(old);
        if (HasNodePorts(service))
        {
            AddChanged(wanted, service, before);
            var after = Ports(service);
            released.AddRange(before.Where(port => !after.Contains(port)));
        }
        else if (HasNodePorts(old)) released.AddRange(before);

        switch (NeedsHealthCheck(old), NeedsHealthCheck(service))
        {
            case (false, true):
                wanted.Add(new(HealthCheck, service.Spec.HealthCheckNodePort));
                break;
            case (true, false):
                released.Add(old.Spec.HealthCheckNodePort);
                break;
        }

        return new(wanted.ToListOf(), released.ToListOf());
    }

    /// <summary>Every port the service has.</summary>
    public static NodePortPlan ForDelete(Service service)
    {
        var released = Ports(service);
        if (NeedsHealthCheck(service) && service.Spec.HealthCheckNodePort > 0) released.Add(service.Spec.HealthCheckNodePort);
        return new(default, released.ToListOf());
    }

    /// <summary>The service with the ports it was given, in the order of <see cref="Wanted"/>.</summary>
    public Service Apply(Service service, ListOf<int> ports)
    {
        var spec = service.Spec;
        for (var i = 0; i < Wanted.Count; i++)
        {
            if (Wanted[i].Position == HealthCheck)
            {
                spec = spec with { HealthCheckNodePort = ports[i] };
                continue;
            }

            var at = Wanted[i].Position;
            var taken = spec.Ports[at] with { NodePort = ports[i] };
            spec = spec with { Ports = spec.Ports.SetItem(at, taken) };
        }

        return service with { Spec = Share(spec, service) };
    }

    /// <summary>Entries that were to share a port with an earlier one get it now.</summary>
    private static ServiceSpec Share(ServiceSpec spec, Service service)
    {
        if (!ShouldAllocate(service)) return spec;
        var ports = spec.Ports;
        for (var i = 0; i < ports.Count; i++)
        {
            var port = ports[i].Port;
            if (ports[i].NodePort != 0) continue;
            if (ports.Take(i).FirstOrDefault(other => other.Port == port && other.NodePort != 0) is { } first)
                ports = ports.SetItem(i, ports[i] with { NodePort = first.NodePort });
        }

        return spec with { Ports = ports };
    }

    private static void AddNew(List<Request> wanted, Service service)
    {
        var ports = service.Spec.Ports;
        var chosen = new Dictionary<int, int>();
        for (var i = 0; i < ports.Count; i++)
        {
            var (port, named) = (ports[i].Port, ports[i].NodePort);
            if (named == 0 && !ShouldAllocate(service)) continue;
            if (chosen.TryGetValue(port, out var first))
            {
                if (named != 0 && named != first) wanted.Add(new(i, named));
                continue;
            }

            // One entry's named port serves all entries with its service port.
            var any = ports.FirstOrDefault(other => other.Port == port && other.NodePort != 0)?.NodePort ?? 0;
            chosen[port] = any;
            wanted.Add(new(i, any));
        }
    }

    private static void AddChanged(List<Request> wanted, Service service, List<int> before)
    {
        var ports = service.Spec.Ports;
        var taken = new HashSet<int>();
        for (var i = 0; i < ports.Count; i++)
        {
            var named = ports[i].NodePort;
            if (named == 0 && ShouldAllocate(service)) wanted.Add(new(i, 0));
            if (named != 0 && !before.Contains(named) && taken.Add(named)) wanted.Add(new(i, named));
        }
    }

    private static bool HasNodePorts(Service service) => service.Spec.Type is ServiceType.NodePort or ServiceType.LoadBalancer;

    private static bool ShouldAllocate(Service service) => service.Spec.Type == ServiceType.NodePort
        || (service.Spec.Type == ServiceType.LoadBalancer && service.Spec.AllocateLoadBalancerNodePorts != false);

    private static bool NeedsHealthCheck(Service service) =>
        service.Spec is { Type: ServiceType.LoadBalancer, ExternalTrafficPolicy: ServiceExternalTrafficPolicy.Local };

    private static List<int> Ports(Service service) =>
        service.Spec.Ports.Where(port => port.NodePort != 0).Select(port => port.NodePort).ToList();
}
