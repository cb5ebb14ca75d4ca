using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Client;
using Kybernet.Controllers.EndpointSliceMirroring;
using Kybernet.Machinery.Collections;
using Kybernet.Testing;
using EndpointPort = Kybernet.Api.Core.V1.EndpointPort;

namespace Kybernet.Controllers.Tests.EndpointSliceMirroring;

/// <summary>Facts: upstream's <c>endpointslicemirroring/reconciler_test.go</c>.</summary>
public sealed class EndpointSliceMirroringTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A subset is <c>ready,ready/notReady:port,port</c>, a slice <c>type addresses(n when not ready) ports</c>.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("10.0.0.1:80", "IPv4 10.0.0.1 80")]
    [InlineData("10.0.0.1,10.0.0.2/10.0.0.3:80,443", "IPv4 10.0.0.1,10.0.0.2,10.0.0.3n 80,443")]
    [InlineData("10.0.0.1,fd00::1:80", "IPv4 10.0.0.1 80;IPv6 fd00::1 80")]
    [InlineData("10.0.0.1:80 10.0.0.1:443", "IPv4 10.0.0.1 80,443")]
    [InlineData("10.0.0.1:80 10.0.0.2:443", "IPv4 10.0.0.1 80;IPv4 10.0.0.2 443")]
    [InlineData("10.0.0.1:80 /10.0.0.1:80", "IPv4 10.0.0.1n 80")]
    [InlineData("10.0.0.1:", "IPv4 10.0.0.1 ")]
    public void For_Subsets_MakesASliceOfEachSetOfPortsAndFamily(string subsets, string expected)
    {
        var endpoints = new Endpoints { Metadata = new() { Name = "web", Uid = "u" }, Subsets = Subsets(subsets) };

        var plan = EndpointSliceMirroringPlan.For(endpoints, []);

        Assert.Equal(expected, string.Join(';', plan.Changes.Create.Select(Text)));
        var stored = plan.Changes.Create.Select((slice, i) => slice with { Metadata = slice.Metadata with { Name = $"s{i}" } }).ToArray();
        var again = EndpointSliceMirroringPlan.For(endpoints, stored).Changes;
        Assert.Equal(0, again.Create.Count + again.Update.Count + again.Delete.Count);
    }

    [Theory]
    [InlineData("10.0.0.1:80", "10.0.0.2:80", "u0")]
    [InlineData("10.0.0.1:80", "10.0.0.1:81", "u0")]
    [InlineData("10.0.0.1:80 10.0.0.2:81", "10.0.0.1:80", "d1")]
    [InlineData("10.0.0.1:80", "fd00::1:80", "c d0")]
    public void For_ChangedSubsets_ReusesSlices(string before, string after, string expected)
    {
        var endpoints = new Endpoints { Metadata = new() { Name = "web", Uid = "u" }, Subsets = Subsets(before) };
        var slices = EndpointSliceMirroringPlan.For(endpoints, []).Changes.Create
            .Select((slice, i) => slice with { Metadata = slice.Metadata with { Name = $"{i}" } }).ToArray();

        var changes = EndpointSliceMirroringPlan.For(endpoints with { Subsets = Subsets(after) }, slices).Changes;

        Assert.Equal(expected, string.Join(' ', [
            .. changes.Create.Select(_ => "c"), .. changes.Update.Select(slice => $"u{slice.Metadata.Name}"),
            .. changes.Delete.Select(slice => $"d{slice.Metadata.Name}"),
        ]));
    }

    [Fact]
    public async Task Endpoints_OfAServiceWithoutSelector_AreMirroredAsTheyChange()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await using var host = ControllerHost.Start(cluster, Cancel, EndpointSliceMirroringController.Create);
        await cluster.ApplyAsync("""
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: default}
            spec: {ports: [{port: 80}]}
            ---
            apiVersion: v1
            kind: Endpoints
            metadata: {name: web, namespace: default, labels: {a: b}, annotations: {c: d}}
            subsets: [{addresses: [{ip: 10.1.2.3}], ports: [{port: 80}]}]
            """, Cancel);
        var slice = await SliceAsync(cluster, slice => slice.Endpoints.Count == 1);
        Assert.Equal("IPv4 10.1.2.3 80", Text(slice));
        Assert.Equal(("b", "d", "Endpoints"), (slice.Metadata.Labels["a"], slice.Metadata.Annotations["c"], slice.Metadata.OwnerReferences[0].Kind));

        var patch = ObjectPatch.Merge("""{"subsets": [{"addresses": [{"ip": "10.2.3.4"}], "ports": [{"port": 80}]}]}""");
        _ = (await cluster.Client.PatchAsync<Endpoints>(new("default", "web"), patch, "", Cancel)).Value;
        Assert.Equal(slice.Metadata.Name, (await SliceAsync(cluster, slice => Text(slice) == "IPv4 10.2.3.4 80")).Metadata.Name);

        _ = (await cluster.Client.DeleteAsync<Endpoints>(new("default", "web"), new(), Cancel)).Value;
        while ((await cluster.Client.GetAsync<EndpointSlice>(slice.Key, Cancel)).IsOk) await Task.Delay(TimeSpan.FromMilliseconds(20), Cancel);
    }

    private static async Task<EndpointSlice> SliceAsync(TestCluster cluster, Func<EndpointSlice, bool> isSo)
    {
        await foreach (var notice in cluster.Client.WatchAsync<EndpointSlice>("default", "", Cancel))
            if (notice.Object.Metadata.GenerateName == "web-" && isSo(notice.Object)) return notice.Object;
        throw new InvalidOperationException("the watch ended");
    }

    private static ListOf<EndpointSubset> Subsets(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(subset =>
    {
        var at = subset.LastIndexOf(':');
        var addresses = subset[..at].Split('/');
        return new EndpointSubset
        {
            Addresses = Addresses(addresses[0]),
            NotReadyAddresses = Addresses(addresses.Length > 1 ? addresses[1] : ""),
            Ports = subset[(at + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries)
                .Select(port => new EndpointPort { Name = port, Port = int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), Protocol = "TCP" })
                .ToListOf(),
        };
    }).ToListOf();

    private static ListOf<EndpointAddress> Addresses(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(ip => new EndpointAddress { Ip = ip }).ToListOf();

    private static string Text(EndpointSlice slice) =>
        $"{slice.AddressType} {string.Join(',', slice.Endpoints.Select(endpoint => endpoint.Addresses[0] + (endpoint.Conditions.Ready == true ? "" : "n")))} " +
        string.Join(',', slice.Ports.Select(port => port.Port).Order());
}
