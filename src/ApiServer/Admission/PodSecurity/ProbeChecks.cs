using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Meta;

namespace Kybernet.ApiServer.Admission.PodSecurity;

/// <summary>The node asks the container itself how it is, and nobody else in its name.</summary>
internal static class ProbeChecks
{
    public static Violation? Hosts(ObjectMeta metadata, PodSpec spec)
    {
        var (containers, hosts) = (new SortedSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal));
        foreach (var container in PodContainers.All(spec))
        {
            foreach (var host in HostsOf(container))
            {
                if (host is null or "") continue;
                containers.Add(container.Name);
                hosts.Add(host);
            }
        }

        if (containers.Count == 0) return null;
        return new("probe or lifecycle host",
            $"{Offenders.Plural("container", "containers", containers.Count)} {Offenders.Quoted(containers)} "
            + $"{Offenders.Plural("uses", "use", containers.Count)} "
            + $"{Offenders.Plural("probe or lifecycle host", "probe or lifecycle hosts", hosts.Count)} {Offenders.Quoted(hosts)}");
    }

    private static string?[] HostsOf(Container container) =>
    [
        container.LivenessProbe?.HttpGet?.Host, container.LivenessProbe?.TcpSocket?.Host,
        container.ReadinessProbe?.HttpGet?.Host, container.ReadinessProbe?.TcpSocket?.Host,
        container.StartupProbe?.HttpGet?.Host, container.StartupProbe?.TcpSocket?.Host,
        container.Lifecycle?.PostStart?.HttpGet?.Host, container.Lifecycle?.PostStart?.TcpSocket?.Host,
        container.Lifecycle?.PreStop?.HttpGet?.Host, container.Lifecycle?.PreStop?.TcpSocket?.Host,
    ];
}
