using System.Net;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Dns.Cluster;

namespace Kybernet.Dns.Tests;

/// <summary>A cluster with what a test says.</summary>
internal sealed class FixedView(Service[] services, EndpointSlice[] slices) : IClusterView
{
    public bool HasNamespace(string name) => name is "default" or "empty";

    public Service? FindService(string @namespace, string name) =>
        Array.Find(services, service => service.Metadata.Namespace == @namespace && service.Metadata.Name == name);

    public IReadOnlyList<EndpointSlice> SlicesOf(string @namespace, string service) =>
        [.. slices.Where(slice => slice.Metadata.Namespace == @namespace && InformerView.ServiceNameOf(slice) == service)];

    public IReadOnlyList<Service> ServicesAt(IPAddress address) =>
        [.. services.Where(service => service.Spec.ClusterIPs.Contains(address.ToString()))];

    public IReadOnlyList<EndpointSlice> SlicesAt(IPAddress address) =>
        [.. slices.Where(slice => slice.Endpoints.Any(endpoint => endpoint.Addresses.Contains(address.ToString())))];
}
