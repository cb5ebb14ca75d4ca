using System.Net;
using System.Net.Security;
using Kybernet.Api.FlowControl.V1;
using Kybernet.ApiServer.Tests.Admission;
using Kybernet.Base.Pki;

namespace Kybernet.ApiServer.Tests.FlowControl;

/// <summary>Flow control as clients over HTTPS see it.</summary>
public sealed class FlowControlHttpTests
{
    private string _thumbprint = "";

    [Fact]
    public async Task Get_Anonymous_AnswerNamesSchemaAndLevelByUid()
    {
        await using var cluster = await StartAsync();
        await UntilAsync(cluster, "global-default", "False");
        using var client = NewClient(cluster);

        using var response = await client.GetAsync("/api/v1/pods", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        var schema = await cluster.ReadAsync<FlowSchema>("", "global-default");
        var level = await cluster.ReadAsync<PriorityLevelConfiguration>("", "global-default");
        Assert.Equal(schema.Metadata.Uid, response.Headers.GetValues("X-Kubernetes-PF-FlowSchema-UID").Single());
        Assert.Equal(level.Metadata.Uid, response.Headers.GetValues("X-Kubernetes-PF-PriorityLevel-UID").Single());
    }

    [Fact]
    public async Task Get_WrongTimeout_IsABadRequest()
    {
        await using var cluster = await StartAsync();
        using var client = NewClient(cluster);

        using var response = await client.GetAsync("/api/v1/pods?timeout=soon", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Create_SchemaOfUnknownLevel_DanglesUntilTheLevelIsThere()
    {
        await using var cluster = await StartAsync();
        await cluster.MakeAsync<FlowSchema>("""
            apiVersion: flowcontrol.apiserver.k8s.io/v1
            kind: FlowSchema
            metadata: {name: mine}
            spec:
              priorityLevelConfiguration: {name: mine}
              rules: [{subjects: [{kind: Group, group: {name: system:authenticated}}], nonResourceRules: [{verbs: ["*"], nonResourceURLs: ["*"]}]}]
            """);
        await UntilAsync(cluster, "mine", "True");

        await cluster.MakeAsync<PriorityLevelConfiguration>("""
            apiVersion: flowcontrol.apiserver.k8s.io/v1
            kind: PriorityLevelConfiguration
            metadata: {name: mine}
            spec: {type: Limited, limited: {nominalConcurrencyShares: 1, limitResponse: {type: Reject}}}
            """);

        await UntilAsync(cluster, "mine", "False");
    }

    /// <summary>Waits until the schema says whether it dangles.</summary>
    private static async Task UntilAsync(AdmissionCluster cluster, string schema, string dangles)
    {
        var cache = cluster.Registry.FindKind(FlowSchema.Gvk).Cache;
        while (true)
        {
            var changed = cache.NextChange;
            if (cache.Snapshot.Objects.Find(schema)?.Value is FlowSchema found
                && found.Status.Conditions.Any(said => said.Type == "Dangling" && said.Status == dangles)) return;
            await changed.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    private Task<AdmissionCluster> StartAsync()
    {
        var life = TimeSpan.FromDays(30);
        var serving = CertificateAuthority.Create("ca", life, TimeProvider.System).IssueServer("kube-apiserver", ["localhost"], [IPAddress.Loopback], life);
        _thumbprint = serving.ToX509().Thumbprint;
        var context = SslStreamCertificateContext.Create(serving.ToX509(), [], offline: true);
        return AdmissionCluster.StartAsync(options => options with
        {
            Listen = new(IPAddress.Loopback, 0),
            ServingCertificate = () => context,
            CertificateTime = TimeProvider.System,
        });
    }

    // The certificate is this test's own.
    private HttpClient NewClient(AdmissionCluster cluster)
    {
        var handler = new SocketsHttpHandler
        {
            SslOptions = new() { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == _thumbprint },
        };
        return new(handler) { BaseAddress = new($"https://{cluster.Server.ServerAddress}") };
    }
}
