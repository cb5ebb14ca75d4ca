using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;

namespace Kybernet.Proxy.Tests;

internal static class Builders
{
    public static Service Service(string name, string clusterIp, params ServicePort[] ports) => new()
    {
        Metadata = new() { Namespace = "ns1", Name = name },
        Spec = new() { ClusterIP = clusterIp, ClusterIPs = [clusterIp], Type = "ClusterIP", Ports = ports.ToListOf() },
    };

    public static ServicePort Port(int port, string protocol = "TCP", int nodePort = 0, string name = "p80") =>
        new() { Name = name, Port = port, Protocol = protocol, NodePort = nodePort };

    public static EndpointSlice Slice(string service, int port, params Endpoint[] endpoints) => new()
    {
        Metadata = new ObjectMeta
        {
            Namespace = "ns1",
            Name = service + "-abc",
            Labels = MapOf<string>.Empty.SetItem("kubernetes.io/service-name", service),
        },
        AddressType = "IPv4",
        Ports = [new() { Name = "p80", Protocol = "TCP", Port = port }],
        Endpoints = endpoints.ToListOf(),
    };

    public static Endpoint Endpoint(string address, string node = "other") => new() { Addresses = [address], NodeName = node };

    public static Endpoint NotReady(this Endpoint endpoint) => endpoint with { Conditions = new() { Ready = false, Serving = false } };

    public static Endpoint Terminating(this Endpoint endpoint) =>
        endpoint with { Conditions = new() { Ready = false, Serving = true, Terminating = true } };
}
