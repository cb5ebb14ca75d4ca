using System.Net;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;

namespace Kybernet.Dns.Cluster;

/// <summary>What names are made of.</summary>
internal interface IClusterView
{
    bool HasNamespace(string name);

    Service? FindService(string @namespace, string name);

    IReadOnlyList<EndpointSlice> SlicesOf(string @namespace, string service);

    /// <summary>Services with the cluster address.</summary>
    IReadOnlyList<Service> ServicesAt(IPAddress address);

    /// <summary>Slices with an endpoint of the address.</summary>
    IReadOnlyList<EndpointSlice> SlicesAt(IPAddress address);
}
