using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Controllers.EndpointSlices;
using Kybernet.Controllers.ServiceEndpoints;
using Kybernet.Testing;

namespace Kybernet.Controllers.Tests.ServiceEndpoints;

public sealed class ServiceControllerTests
{
    private const string Manifest = """
        apiVersion: v1
        kind: Node
        metadata: {name: node-1, labels: {topology.kubernetes.io/zone: z}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: default}
        spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web-0, namespace: default, labels: {app: web}}
        spec: {nodeName: node-1, containers: [{name: web, image: nginx, ports: [{name: http, containerPort: 8080}]}]}
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ready_AndGone_ShowsInSlicesAndEndpoints()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await using var host = ControllerHost.Start(cluster, Cancel, EndpointSliceController.Create, EndpointsController.Create);
        await cluster.ApplyAsync(Manifest, Cancel);
        var endpoints = await cluster.EventuallyAsync<Endpoints>("default/web", endpoints => endpoints.Subsets.IsEmpty, Cancel);
        await SliceAsync(cluster, slice => slice.Endpoints.IsEmpty);

        var pod = (await cluster.PodsAsync("app=web", Cancel))[0];
        await cluster.SetAsync(pod, cluster.Ready("10.1.0.7"), Cancel);
        endpoints = await cluster.EventuallyAsync<Endpoints>("default/web", endpoints => endpoints.Subsets.Count == 1, Cancel);
        var filled = await SliceAsync(cluster, slice => slice.Endpoints.Count == 1);

        Assert.Equal(("10.1.0.7", 8080), (endpoints.Subsets[0].Addresses[0].Ip, endpoints.Subsets[0].Ports[0].Port));
        var endpoint = filled.Endpoints[0];
        Assert.Equal(("10.1.0.7", "z", 8080), (endpoint.Addresses[0], endpoint.Zone, filled.Ports[0].Port));

        await cluster.Client.DeleteAsync<Service>(new("default", "web"), new(), Cancel);
        while ((await cluster.Client.GetAsync<Endpoints>(new("default", "web"), Cancel)).IsOk) await Task.Delay(TimeSpan.FromMilliseconds(20), Cancel);
    }

    private static async Task<EndpointSlice> SliceAsync(TestCluster cluster, Func<EndpointSlice, bool> isSo)
    {
        await foreach (var notice in cluster.Client.WatchAsync<EndpointSlice>("default", "", Cancel))
            if (notice.Object.Metadata.Labels.GetValueOrDefault(SliceMetadata.ServiceName) == "web" && isSo(notice.Object)) return notice.Object;
        throw new InvalidOperationException("the watch ended");
    }
}
