using System.Globalization;
using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Environment;

/// <summary>The variables by which containers find services: <c>WEB_SERVICE_HOST</c>, <c>WEB_SERVICE_PORT</c>, docker's links. Pure.</summary>
/// <remarks>Upstream: kubelet/envvars, FromServices; kubelet_pods, getServiceEnvVarMap.</remarks>
internal static class ServiceVariables
{
    private const string Master = "kubernetes";

    public static IReadOnlyDictionary<string, string> For(string @namespace, bool enableLinks, IEnumerable<Service> services)
    {
        var chosen = new Dictionary<string, Service>(StringComparer.Ordinal);
        foreach (var service in services)
        {
            if (service.Spec.ClusterIP is "" or "None" || service.Spec.Ports.Count == 0) continue;
            var name = service.Metadata.Name;
            if (service.Metadata.Namespace == "default" && name == Master) chosen.TryAdd(name, service);
            else if (enableLinks && service.Metadata.Namespace == @namespace) chosen[name] = service;
        }

        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var service in chosen.Values) Add(variables, service);
        return variables;
    }

    private static void Add(Dictionary<string, string> variables, Service service)
    {
        var prefix = Variable(service.Metadata.Name);
        var host = service.Spec.ClusterIP;
        var shownHost = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        variables[$"{prefix}_SERVICE_HOST"] = host;
        variables[$"{prefix}_SERVICE_PORT"] = Text(service.Spec.Ports[0].Port);
        foreach (var port in service.Spec.Ports)
            if (port.Name.Length > 0) variables[$"{prefix}_SERVICE_PORT_{Variable(port.Name)}"] = Text(port.Port);
        for (var i = 0; i < service.Spec.Ports.Count; i++)
        {
            var port = service.Spec.Ports[i];
            var protocol = port.Protocol.Length > 0 ? port.Protocol : "TCP";
            var url = $"{protocol.ToLowerInvariant()}://{shownHost}:{port.Port}";
            var link = $"{prefix}_PORT_{port.Port}_{protocol}";
            if (i == 0) variables[$"{prefix}_PORT"] = url;
            variables[link] = url;
            variables[$"{link}_PROTO"] = protocol.ToLowerInvariant();
            variables[$"{link}_PORT"] = Text(port.Port);
            variables[$"{link}_ADDR"] = host;
        }
    }

    private static string Variable(string name) => name.Replace('-', '_').ToUpperInvariant();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
