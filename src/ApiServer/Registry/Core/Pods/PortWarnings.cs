using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Ports of a pod that get in each other's way, over all its containers.</summary>
internal static class PortWarnings
{
    public static void Check(FieldPath path, PodSpec spec, ICollection<string> warnings)
    {
        var before = new List<(ContainerPort Port, FieldPath Path)>();
        foreach (var (port, at) in Ports(spec, path))
        {
            if (port.HostIP.Length > 0 && port.HostPort == 0)
                warnings.Add(
                    $"{at}: hostIP set without hostPort: {{Name:{port.Name} HostPort:{port.HostPort} "
                    + $"ContainerPort:{port.ContainerPortValue} Protocol:{port.Protocol} HostIP:{port.HostIP}}}");
            foreach (var (other, otherPath) in before)
                if (Conflict(port, other) is { } conflict)
                    warnings.Add($"{at}: {conflict} port definition with {otherPath}");
            before.Add((port, at));
        }

        Names(before, warnings);
    }

    private static string? Conflict(ContainerPort port, ContainerPort other)
    {
        if (other.ContainerPortValue != port.ContainerPortValue || other.Protocol != port.Protocol) return null;
        if (port.HostIP == other.HostIP && port.HostPort == other.HostPort) return "duplicate";
        if (port.HostPort == 0 || other.HostPort == 0) return "overlapping";
        var oneIsOpen = (port.HostIP.Length == 0) != (other.HostIP.Length == 0);
        return port.HostPort == other.HostPort && oneIsOpen ? "dangerously ambiguous" : null;
    }

    private static void Names(List<(ContainerPort Port, FieldPath Path)> ports, ICollection<string> warnings)
    {
        if (ports.Count < 2) return;
        var names = new Dictionary<string, FieldPath>(StringComparer.Ordinal);
        foreach (var (port, path) in ports)
        {
            if (port.Name.Length == 0 || names.TryAdd(port.Name, path)) continue;
            var other = names[port.Name];
            warnings.Add(
                $"{path}: duplicate port name {QuotedText.Of(port.Name)} with {other}, "
                + $"services and probes that select ports by name will use {other}");
        }
    }

    private static IEnumerable<(ContainerPort Port, FieldPath Path)> Ports(PodSpec spec, FieldPath path)
    {
        foreach (var (container, at) in PodContainers.All(spec, path))
            for (var i = 0; i < container.Ports.Count; i++) yield return (container.Ports[i], at.Child("ports").Index(i));
    }
}
