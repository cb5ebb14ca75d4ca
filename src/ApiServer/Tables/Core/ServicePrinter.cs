using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Selectors;

namespace Kybernet.ApiServer.Tables.Core;

/// <summary>Services.</summary>
public sealed class ServicePrinter() : TablePrinter<Service>(
[
    Column.Name,
    Column.Text("Type", "How the service is reached."),
    Column.Text("Cluster-IP", "The service's address inside the cluster."),
    Column.Text("External-IP", "Where the service is reached from outside."),
    Column.Text("Port(s)", "The ports, with those of the nodes behind a colon."),
    Column.Age,
    Column.Wide("Selector", "The labels of the pods the service leads to."),
])
{
    protected override ListOf<JsonValue> Row(Service value, DateTimeOffset now) =>
    [
        value.Metadata.Name, value.Spec.Type, value.Spec.ClusterIPs.IsEmpty ? Cell.None : value.Spec.ClusterIPs[0], External(value),
        Cell.Or(string.Join(',', value.Spec.Ports.Select(Port)), Cell.None), Cell.Age(value.Metadata, now),
        LabelSet.FormatOrNone(value.Spec.Selector),
    ];

    private static string External(Service service)
    {
        var own = service.Spec.ExternalIPs;
        switch (service.Spec.Type)
        {
            case "ClusterIP" or "NodePort":
                return own.IsEmpty ? Cell.None : string.Join(',', own);
            case "LoadBalancer":
                var ingress = service.Status.LoadBalancer.Ingress
                    .Select(point => Cell.Or(point.Ip, point.Hostname)).Where(address => address.Length > 0)
                    .Distinct().Order(StringComparer.Ordinal);
                return Cell.Or(string.Join(',', ingress.Concat(own)), "<pending>");
            case "ExternalName":
                return service.Spec.ExternalName;
            default:
                return Cell.Unknown;
        }
    }

    private static string Port(ServicePort port) =>
        port.NodePort > 0 ? $"{port.Port}:{port.NodePort}/{port.Protocol}" : $"{port.Port}/{port.Protocol}";
}
