using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Tests.Registry;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Tests.Admission;

/// <summary>Quotas hold, also when many write at once.</summary>
public sealed class QuotaTests
{
    private const string Pod = """
        {apiVersion: v1, kind: Pod, metadata: {name: p, namespace: default},
         spec: {containers: [{name: c, image: x, resources: {requests: {cpu: 100m, memory: 1Mi}, limits: {cpu: 200m}}}]}}
        """;

    [Fact]
    public async Task Create_ManyAtOnce_ExactlyWhatIsAllowedIsLetIn()
    {
        await using var cluster = await StartAsync("{pods: 25}", "{pods: 0}");

        var made = await Task.WhenAll(Enumerable.Range(0, 60).Select(async i => await cluster.TryMakeAsync(Named($"p{i}"))));

        Assert.Equal(25, made.Count(static one => one.IsOk));
        Assert.All(made.Where(static one => !one.IsOk), static one =>
            Assert.EndsWith("exceeded quota: q, requested: pods=1, used: pods=25, limited: pods=25", one.Error!.Message, StringComparison.Ordinal));
        Assert.Equal("25", (await cluster.ReadAsync<ResourceQuota>("default", "q")).Status.Used["pods"].ToString());
    }

    [Fact]
    public async Task Create_NameIsTaken_GivesItsShareBack()
    {
        await using var cluster = await StartAsync("{pods: 5}", "{pods: 0}");
        await cluster.TryMakeAsync(Named("same"));

        var again = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ => await cluster.TryMakeAsync(Named("same"))));

        Assert.All(again, static one => Assert.True(one.Error!.IsAlreadyExists));
        Assert.Equal("1", (await cluster.ReadAsync<ResourceQuota>("default", "q")).Status.Used["pods"].ToString());
    }

    [Fact]
    public async Task Create_DryRun_IsJudgedButNotCharged()
    {
        await using var cluster = await StartAsync("{pods: 1}", "{pods: 0}");

        Assert.True((await cluster.TryMakeAsync(Named("a"), isDryRun: true)).IsOk);
        Assert.True((await cluster.TryMakeAsync(Named("a"))).IsOk);
        Assert.False((await cluster.TryMakeAsync(Named("b"), isDryRun: true)).IsOk);
    }

    [Theory]
    [InlineData("{requests.cpu: 1, limits.memory: 1Gi}", "{requests.cpu: 0, limits.memory: 0}", "failed quota: q: must specify limits.memory for: c")]
    [InlineData("{requests.cpu: 50m}", "{requests.cpu: 0}",
        "exceeded quota: q, requested: requests.cpu=100m, used: requests.cpu=0, limited: requests.cpu=50m")]
    [InlineData("{cpu: 1, memory: 1Mi}", "{cpu: 950m, memory: 0}", "exceeded quota: q, requested: cpu=100m, used: cpu=950m, limited: cpu=1")]
    [InlineData("{limits.cpu: 200m}", "{limits.cpu: 0}", "")]
    [InlineData("{count/pods: 1}", "{count/pods: 1}", "exceeded quota: q, requested: count/pods=1, used: count/pods=1, limited: count/pods=1")]
    [InlineData("{pods: 1}", "{}", "status unknown for quota: q, resources: pods")]
    [InlineData("{secrets: 0}", "{secrets: 0}", "")]
    public async Task Create_Pod_IsMeasured(string hard, string used, string expected)
    {
        await using var cluster = await StartAsync(hard, used);

        var made = await cluster.TryMakeAsync(Named("p"));

        Assert.Equal(expected.Length == 0 ? null : "pods \"p\" is forbidden: " + expected, made.Error?.Message);
    }

    [Theory]
    [InlineData("scopes: [BestEffort]", true)]
    [InlineData("scopes: [NotBestEffort]", false)]
    [InlineData("scopes: [Terminating]", true)]
    [InlineData("scopes: [NotTerminating, NotBestEffort]", false)]
    [InlineData("scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In, values: [system-node-critical]}]}", true)]
    [InlineData("scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: DoesNotExist}]}", false)]
    [InlineData("scopeSelector: {matchExpressions: [{scopeName: CrossNamespacePodAffinity, operator: Exists}]}", true)]
    public async Task Create_QuotaOfAScope_CountsOnlyItsPods(string scope, bool isLetIn)
    {
        await using var cluster = await StartAsync("{pods: 0}", "{pods: 0}", scope);

        Assert.Equal(isLetIn, (await cluster.TryMakeAsync(Named("p"))).IsOk);
    }

    [Theory]
    [InlineData("{services.nodeports: 1}", "{type: NodePort, ports: [{port: 1, name: a}, {port: 2, name: b}]}",
        "requested: services.nodeports=2, used: services.nodeports=0, limited: services.nodeports=1")]
    [InlineData("{services.loadbalancers: 0}", "{type: LoadBalancer, ports: [{port: 1}]}",
        "requested: services.loadbalancers=1, used: services.loadbalancers=0, limited: services.loadbalancers=0")]
    [InlineData("{services.nodeports: 0}", "{type: LoadBalancer, allocateLoadBalancerNodePorts: false, ports: [{port: 1}]}", "")]
    [InlineData("{services: 0}", "{ports: [{port: 1}]}", "requested: services=1, used: services=0, limited: services=0")]
    public async Task Create_Service_IsMeasured(string hard, string spec, string expected)
    {
        await using var cluster = await StartAsync(hard, hard.Split(':')[0] + ": 0}");
        var service = Manifests.Patched<Service>("{apiVersion: v1, kind: Service, metadata: {name: s, namespace: default}, spec: {}}", "spec", spec);

        var made = await cluster.TryMakeAsync(service);

        Assert.Equal(expected.Length == 0 ? null : "services \"s\" is forbidden: exceeded quota: q, " + expected, made.Error?.Message);
    }

    [Theory]
    [InlineData("{requests.storage: 1Gi}", "{requests.storage: 0}")]
    [InlineData("{gold.storageclass.storage.k8s.io/requests.storage: 1Gi}", "{gold.storageclass.storage.k8s.io/requests.storage: 0}")]
    [InlineData("{gold.storageclass.storage.k8s.io/persistentvolumeclaims: 0}", "{gold.storageclass.storage.k8s.io/persistentvolumeclaims: 0}")]
    [InlineData("{persistentvolumeclaims: 0}", "{persistentvolumeclaims: 0}")]
    public async Task Create_ClaimTooBig_IsForbidden(string hard, string used)
    {
        await using var cluster = await StartAsync(hard, used);

        var made = await cluster.TryMakeAsync(Manifests.Read<PersistentVolumeClaim>("""
            {apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: c, namespace: default},
             spec: {storageClassName: gold, accessModes: [ReadWriteOnce], resources: {requests: {storage: 2Gi}}}}
            """));

        Assert.Contains("exceeded quota: q", made.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_QuotaWrittenBySomebodyElse_IsReadAnew()
    {
        await using var cluster = await StartAsync("{pods: 3}", "{pods: 0}");
        await cluster.TryMakeAsync(Named("a"));
        await cluster.ChangeAsync<ResourceQuota>("default", "q", static quota => quota with
        {
            Status = quota.Status with { Used = quota.Status.Used.SetItem("pods", Quantity.Parse("2")) },
        }, subresource: "status");

        Assert.True((await cluster.TryMakeAsync(Named("b"))).IsOk);
        Assert.False((await cluster.TryMakeAsync(Named("c"))).IsOk);
    }

    [Fact]
    public async Task Create_QuotaWhereThereArePods_CountsThem()
    {
        await using var cluster = await AdmissionCluster.StartAsync(static options => options with { DisabledAdmissionPlugins = ["ServiceAccount"] });
        foreach (var name in (string[])["a", "b", "c"]) await cluster.TryMakeAsync(Named(name));

        await cluster.MakeAsync<ResourceQuota>(
            "{apiVersion: v1, kind: ResourceQuota, metadata: {name: q, namespace: default}, spec: {hard: {pods: 4, requests.cpu: 1, count/secrets: 3}}}");

        Assert.Equal("{count/secrets: 0, pods: 3, requests.cpu: 300m}", (await cluster.ReadAsync<ResourceQuota>("default", "q")).Status.Used.ToString());
        Assert.True((await cluster.TryMakeAsync(Named("d"))).IsOk);
        Assert.False((await cluster.TryMakeAsync(Named("e"))).IsOk);
    }

    [Fact]
    public async Task Delete_AndEndOfAPod_GiveTheirSharesBack()
    {
        await using var cluster = await StartAsync("{pods: 2, count/pods: 9}", "{pods: 0, count/pods: 0}");
        foreach (var name in (string[])["a", "b"]) await cluster.TryMakeAsync(Named(name));

        await cluster.DeleteAsync<Pod>("default", "a");
        await cluster.ChangeAsync<Pod>("default", "b", static pod => pod with { Status = pod.Status with { Phase = "Succeeded" } }, subresource: "status");

        Assert.Equal("{count/pods: 1, pods: 0}", (await cluster.ReadAsync<ResourceQuota>("default", "q")).Status.Used.ToString());
    }

    private static Pod Named(string name)
    {
        var pod = Manifests.Read<Pod>(Pod);
        return pod with { Metadata = pod.Metadata with { Name = name } };
    }

    private static async Task<AdmissionCluster> StartAsync(string hard, string used, string scope = "")
    {
        var cluster = await AdmissionCluster.StartAsync(static options => options with { DisabledAdmissionPlugins = ["ServiceAccount"] });
        var separator = scope.Length == 0 ? "" : ", ";
        await cluster.MakeAsync<ResourceQuota>($"{{apiVersion: v1, kind: ResourceQuota, metadata: {{name: q, namespace: default}}, spec: {{hard: "
            + $"{hard}{separator}{scope}}}}}");
        var status = Manifests.Read<ResourceQuota>($"{{apiVersion: v1, kind: ResourceQuota, metadata: {{name: q}}, status: {{hard: {hard}, used: "
            + $"{used}}}}}").Status;
        await cluster.ChangeAsync<ResourceQuota>("default", "q", quota => quota with { Status = status }, subresource: "status");
        return cluster;
    }
}
