using System.Net;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Dns.Cluster;
using Kybernet.Dns.Messages;
using Kybernet.Machinery.Collections;

namespace Kybernet.Dns.Tests;

/// <summary>The examples of the specification, version 1.1.0, section by section.</summary>
public sealed class ClusterZoneTests
{
    private static readonly ClusterZone s_zone = new(
        new FixedView(
            [
                Service("web", new() { ClusterIP = "10.3.0.100", ClusterIPs = ["10.3.0.100", "2001:db8::1"], Ports = [Port("https", 443)] }),
                Service("headless", new() { ClusterIP = "None", ClusterIPs = ["None"], Ports = [Port("https", 443)] }),
                Service("nobody", new() { ClusterIP = "None", ClusterIPs = ["None"], Ports = [Port("https", 443)] }),
                Service("foo", new() { Type = "ExternalName", ExternalName = "www.example.com" }),
            ],
            [
                Slice("headless", new() { Addresses = ["10.3.0.101"], Hostname = "my-pet" }, new() { Addresses = ["10.3.0.102"] }),
                Slice("nobody", new Endpoint { Addresses = ["10.3.0.109"], Conditions = new() { Ready = false } }),
            ]),
        "cluster.local", [IPAddress.Parse("10.96.0.10")], 30);

    [Theory]
    [InlineData("dns-version.cluster.local", DnsType.Txt, "1.1.0")]
    [InlineData("web.default.svc.cluster.local", DnsType.A, "10.3.0.100")]
    [InlineData("WEB.Default.svc.cluster.local", DnsType.A, "10.3.0.100")]
    [InlineData("web.default.svc.cluster.local", DnsType.Aaaa, "2001:db8::1")]
    [InlineData("web.default.svc.cluster.local", DnsType.Txt, "nothing")]
    [InlineData("_https._tcp.web.default.svc.cluster.local", DnsType.Srv, "0 100 443 web.default.svc.cluster.local")]
    [InlineData("_http._tcp.web.default.svc.cluster.local", DnsType.Srv, "no name")]
    [InlineData("_https._udp.web.default.svc.cluster.local", DnsType.Srv, "no name")]
    [InlineData("_tcp.web.default.svc.cluster.local", DnsType.Srv, "nothing")]
    [InlineData("100.0.3.10.in-addr.arpa", DnsType.Ptr, "web.default.svc.cluster.local")]
    [InlineData("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa", DnsType.Ptr, "web.default.svc.cluster.local")]
    [InlineData("headless.default.svc.cluster.local", DnsType.A, "10.3.0.101 10.3.0.102")]
    [InlineData("headless.default.svc.cluster.local", DnsType.Aaaa, "nothing")]
    [InlineData("my-pet.headless.default.svc.cluster.local", DnsType.A, "10.3.0.101")]
    [InlineData("10-3-0-102.headless.default.svc.cluster.local", DnsType.A, "10.3.0.102")]
    [InlineData("other.headless.default.svc.cluster.local", DnsType.A, "no name")]
    [InlineData("_https._tcp.headless.default.svc.cluster.local", DnsType.Srv,
        "0 50 443 my-pet.headless.default.svc.cluster.local 0 50 443 10-3-0-102.headless.default.svc.cluster.local")]
    [InlineData("101.0.3.10.in-addr.arpa", DnsType.Ptr, "my-pet.headless.default.svc.cluster.local")]
    [InlineData("nobody.default.svc.cluster.local", DnsType.A, "no name")]
    [InlineData("foo.default.svc.cluster.local", DnsType.A, "www.example.com")]
    [InlineData("10-244-0-7.default.pod.cluster.local", DnsType.A, "10.244.0.7")]
    [InlineData("2001-db8--7.default.pod.cluster.local", DnsType.Aaaa, "2001:db8::7")]
    [InlineData("10-244-0-7.missing.pod.cluster.local", DnsType.A, "no name")]
    [InlineData("10-244-0-700.default.pod.cluster.local", DnsType.A, "no name")]
    [InlineData("empty.svc.cluster.local", DnsType.A, "nothing")]
    [InlineData("missing.svc.cluster.local", DnsType.A, "no name")]
    [InlineData("svc.cluster.local", DnsType.A, "nothing")]
    [InlineData("cluster.local", DnsType.Ns, "ns.dns.cluster.local")]
    [InlineData("ns.dns.cluster.local", DnsType.A, "10.96.0.10")]
    [InlineData("web.default.svc.cluster.local.example.com", DnsType.A, "not ours")]
    [InlineData("web.default.svc.cluster.local.default.svc.cluster.local", DnsType.A, "no name")]
    [InlineData("8.8.8.8.in-addr.arpa", DnsType.Ptr, "not ours")]
    public void Answer_Name_IsAsSpecified(string name, DnsType type, string expected) =>
        Assert.Equal(expected, Text(s_zone.Answer(new(name, type, 1))));

    [Theory]
    [InlineData("missing.default.svc.cluster.local")]
    [InlineData("web.default.svc.cluster.local")]
    public void Answer_WithoutRecords_TellsHowLongToBelieveIt(string name)
    {
        var soa = Assert.IsType<AuthorityRecord>(Assert.Single(s_zone.Answer(new(name, DnsType.Txt, 1))!.Authorities));

        Assert.Equal(("cluster.local", 30), (soa.Name, soa.Ttl));
    }

    [Fact]
    public void Answer_Srv_BringsAddressesAlong()
    {
        var answer = s_zone.Answer(new("_https._tcp.web.default.svc.cluster.local", DnsType.Srv, 1))!;

        Assert.Equal(["10.3.0.100", "2001:db8::1"], answer.Additionals.Cast<AddressRecord>().Select(record => record.Address.ToString()));
    }

    private static string Text(DnsAnswer? answer) => answer switch
    {
        null => "not ours",
        { Code: DnsCode.NameError } => "no name",
        { Answers.IsEmpty: true } => "nothing",
        _ => string.Join(' ', answer.Answers.Select(record => record switch
        {
            AddressRecord address => address.Address.ToString(),
            NameRecord name => name.Target,
            TextRecord text => text.Text,
            ServiceRecord service => $"{service.Priority} {service.Weight} {service.Port} {service.Target}",
            _ => record.ToString(),
        })),
    };

    private static Service Service(string name, ServiceSpec spec) =>
        new() { Metadata = new() { Namespace = "default", Name = name }, Spec = spec };

    private static ServicePort Port(string name, int port) => new() { Name = name, Port = port, Protocol = "TCP" };

    private static EndpointSlice Slice(string service, params Endpoint[] endpoints) => new()
    {
        Metadata = new() { Namespace = "default", Name = service, Labels = MapOf<string>.Empty.SetItem("kubernetes.io/service-name", service) },
        AddressType = "IPv4",
        Endpoints = endpoints.ToListOf(),
        Ports = [new() { Name = "https", Protocol = "TCP", Port = 443 }],
    };
}
