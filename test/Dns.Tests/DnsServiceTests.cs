using System.Net;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Base.Processes;
using Kybernet.Machinery.Collections;
using Kybernet.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Dns.Tests;

/// <summary>The server in a cluster, asked by programs that we did not write.</summary>
public sealed class DnsServiceTests : IAsyncLifetime
{
    private static readonly IPAddress s_node = new([172, 30, 0, 2]);
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;
    private TestCluster? _cluster;
    private DnsService? _upstream;
    private DnsService? _dns;
    private TestCluster? _other;

    public async ValueTask InitializeAsync()
    {
        // The upstream is a server of ours for another zone: the world without a way out.
        _other = await TestCluster.StartAsync(new(), _cancel);
        var options = new DnsOptions { NodeName = "up", NodeAddress = s_node, ClusterDomain = "example.com", Publishes = false };
        _upstream = await StartAsync(_other, options);
        _cluster = await TestCluster.StartAsync(new(), _cancel);
        _dns = await StartAsync(_cluster, new() { NodeName = "here", NodeAddress = s_node, Upstreams = [_upstream.Address] });
        await ServiceAsync(_other, "www", "10.96.5.5");
        await ServiceAsync(_cluster, "web", "10.96.7.7");
    }

    public async ValueTask DisposeAsync()
    {
        if (_dns is not null) await _dns.DisposeAsync();
        if (_upstream is not null) await _upstream.DisposeAsync();
        if (_cluster is not null) await _cluster.DisposeAsync();
        if (_other is not null) await _other.DisposeAsync();
    }

    [Theory]
    [InlineData("web.default.svc.cluster.local A", "10.96.7.7")]
    [InlineData("+tcp web.default.svc.cluster.local A", "10.96.7.7")]
    [InlineData("_http._tcp.web.default.svc.cluster.local SRV", "0 100 80 web.default.svc.cluster.local.")]
    [InlineData("-x 10.96.7.7", "web.default.svc.cluster.local.")]
    [InlineData("dns-version.cluster.local TXT", "\"1.1.0\"")]
    [InlineData("www.default.svc.example.com A", "10.96.5.5")]
    [InlineData("outside.default.svc.cluster.local A", "www.default.svc.example.com.\n10.96.5.5")]
    [InlineData("10-1-2-3.default.pod.cluster.local A", "10.1.2.3")]
    [InlineData("missing.default.svc.cluster.local A", "")]
    public async Task Dig_Name_GetsIt(string question, string expected)
    {
        await OutsideAsync();

        Assert.Equal(expected, (await DigAsync("+short " + question)).Trim());
    }

    [Theory]
    [InlineData("web.default.svc.cluster.local", "Address: 10.96.7.7")]
    [InlineData("10.96.7.7", "7.7.96.10.in-addr.arpa\tname = web.default.svc.cluster.local")]
    [InlineData("missing.default.svc.cluster.local", "NXDOMAIN")]
    public async Task Nslookup_Name_GetsIt(string name, string expected)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/busybox"), "needs busybox");
        string[] arguments = ["nslookup", name, $"127.0.0.1:{_dns!.Address.Port}"];

        Assert.Contains(expected, (await HostCommand.Here.RunAsync("busybox", arguments, "", _cancel)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing.default.svc.cluster.local A", "NXDOMAIN")]
    [InlineData("web.default.svc.cluster.local TXT", "NOERROR")]
    [InlineData("missing.default.svc.example.com A", "NXDOMAIN")]
    public async Task Dig_NoRecords_HasCodeAndAuthority(string question, string code)
    {
        var text = await DigAsync(question);

        Assert.Contains($"status: {code}", text, StringComparison.Ordinal);
        Assert.Contains("SOA\tns.dns.", text, StringComparison.Ordinal);
        Assert.Contains("EDNS: version: 0", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dig_ManyEndpoints_FallsBackToTcp()
    {
        await HeadlessAsync(100);

        Assert.Contains("Truncated, retrying in TCP mode", await DigAsync("+noedns big.default.svc.cluster.local A"), StringComparison.Ordinal);
        var lines = (await DigAsync("+noedns +short big.default.svc.cluster.local A")).Split('\n');
        Assert.Equal(100, lines.Count(static line => line.StartsWith("10.9.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Start_Published_ServiceAndEndpointAreThere()
    {
        var service = await _cluster!.EventuallyAsync<Service>("kube-system/kube-dns", static _ => true, _cancel);
        var slice = await _cluster.EventuallyAsync<EndpointSlice>("kube-system/kube-dns-here", static _ => true, _cancel);

        Assert.Equal("10.96.0.10", service.Spec.ClusterIP);
        Assert.Equal(_dns!.Address.Port, slice.Ports[0].Port);
        Assert.Equal("here", slice.Endpoints[0].Hints!.ForNodes[0].Name);
    }

    [Fact]
    public async Task Cache_SecondQuestion_IsNotForwarded()
    {
        await DigAsync("www.default.svc.example.com A");
        var before = Count(_upstream!.Metrics);
        await DigAsync("WWW.default.svc.example.com A");

        Assert.Equal(before, Count(_upstream.Metrics));
        Assert.Contains("coredns_cache_hits_total{server=\"dns://:53\",type=\"success\",zones=\".\"} 1", _dns!.Metrics, StringComparison.Ordinal);

        static string Count(string metrics) =>
            metrics.Split('\n').First(static line => line.StartsWith("coredns_dns_requests_total{", StringComparison.Ordinal));
    }

    private async Task<DnsService> StartAsync(TestCluster cluster, DnsOptions options)
    {
        options = options with { ListenAddress = IPAddress.Loopback, Port = 0, MetricsAddress = null };
        var dns = new DnsService(cluster.Informers, cluster.Client, options, TimeProvider.System, NullLoggerFactory.Instance);
        await dns.StartAsync(_cancel);
        return dns;
    }

    private async Task ServiceAsync(TestCluster cluster, string name, string address)
    {
        var spec = new ServiceSpec { ClusterIP = address, Ports = [new() { Name = "http", Port = 80 }] };
        await CreateAsync(cluster, new() { Metadata = new() { Namespace = "default", Name = name }, Spec = spec });
        await EventuallyAsync(cluster, name);
    }

    private async Task OutsideAsync()
    {
        var spec = new ServiceSpec { Type = "ExternalName", ExternalName = "www.default.svc.example.com" };
        await CreateAsync(_cluster!, new() { Metadata = new() { Namespace = "default", Name = "outside" }, Spec = spec });
        await EventuallyAsync(_cluster!, "outside");
    }

    private async Task HeadlessAsync(int endpoints)
    {
        var spec = new ServiceSpec { ClusterIP = "None", Ports = [new() { Name = "http", Port = 80 }] };
        await _cluster!.Client.CreateAsync(
            new EndpointSlice
            {
                Metadata = new() { Namespace = "default", Name = "big", Labels = MapOf<string>.Empty.SetItem("kubernetes.io/service-name", "big") },
                AddressType = "IPv4",
                Endpoints = Enumerable.Range(0, endpoints)
                    .Select(static i => new Endpoint { Addresses = [new IPAddress([10, 9, 0, (byte)i]).ToString()] }).ToListOf(),
            },
            _cancel);
        await CreateAsync(_cluster, new() { Metadata = new() { Namespace = "default", Name = "big" }, Spec = spec });
        await EventuallyAsync(_cluster, "big");
    }

    private async Task CreateAsync(TestCluster cluster, Service service) =>
        Assert.Null((await cluster.Client.CreateAsync(service, _cancel)).Error);

    private async Task EventuallyAsync(TestCluster cluster, string service)
    {
        while (cluster.Informers.Of<Service>().Find(new("default", service)) is null)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, _cancel);
    }

    private async Task<string> DigAsync(string question)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/dig"), "needs dig");
        string[] arguments = ["@127.0.0.1", "-p", $"{_dns!.Address.Port}", "+tries=1", "+time=5", .. question.Split(' ')];
        return (await HostCommand.Here.RunAsync("dig", arguments, "", _cancel)).Output;
    }
}
