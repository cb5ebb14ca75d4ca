using System.Text.Json;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Tests.Admission;
using Kybernet.ApiServer.Tests.Registry;
using Kybernet.Client.Transport;

namespace Kybernet.ApiServer.Tests.Audit;

/// <summary>What is found in the audit log after something was done.</summary>
public sealed class AuditTrailTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kybernet-audit-");

    [Fact]
    public async Task Create_AtLevelRequestResponse_WritesWhoWhatAndWhy()
    {
        await using var cluster = await StartAsync("{level: RequestResponse}");
        var map = Manifests.Read<ConfigMap>("{apiVersion: v1, kind: ConfigMap, metadata: {name: m, namespace: default}, data: {a: b}}");

        await SendAsync(cluster, AdmissionCluster.Administrator, map);

        var events = Events();
        Assert.Equal(["RequestReceived", "ResponseComplete"], events.Select(static one => one.GetProperty("stage").GetString()));
        var done = events[1];
        Assert.Equal("/api/v1/namespaces/default/configmaps", done.GetProperty("requestURI").GetString());
        Assert.Equal(("root", "create"), (done.GetProperty("user").GetProperty("username").GetString(), done.GetProperty("verb").GetString()));
        Assert.Equal(("configmaps", "m", "v1"), (Reference(done, "resource"), Reference(done, "name"), Reference(done, "apiVersion")));
        Assert.Equal(201, done.GetProperty("responseStatus").GetProperty("code").GetInt32());
        Assert.Equal("b", done.GetProperty("requestObject").GetProperty("data").GetProperty("a").GetString());
        Assert.NotEqual("", done.GetProperty("responseObject").GetProperty("metadata").GetProperty("uid").GetString());
        Assert.Equal("allow", done.GetProperty("annotations").GetProperty("authorization.k8s.io/decision").GetString());
        Assert.Equal("2026-01-01T00:00:00.000000Z", done.GetProperty("stageTimestamp").GetString());
    }

    [Fact]
    public async Task Create_SecretAtLevelMetadata_WritesNothingOfIt()
    {
        await using var cluster = await StartAsync("{level: Metadata, omitStages: [RequestReceived]}");
        var secret = Manifests.Read<Secret>("{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: default}, stringData: {word: hunter2}}");

        await SendAsync(cluster, AdmissionCluster.Administrator, secret);

        var done = Assert.Single(Events());
        Assert.False(done.TryGetProperty("requestObject", out _) || done.TryGetProperty("responseObject", out _));
        Assert.DoesNotContain("hunter2", done.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("aHVudGVyMg", done.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_Forbidden_WritesTheDecision()
    {
        await using var cluster = await StartAsync("{level: Metadata, omitStages: [RequestReceived]}");
        var map = Manifests.Read<ConfigMap>("{apiVersion: v1, kind: ConfigMap, metadata: {name: m, namespace: default}}");

        await SendAsync(cluster, AdmissionCluster.User("nobody"), map);

        var done = Assert.Single(Events());
        Assert.Equal("forbid", done.GetProperty("annotations").GetProperty("authorization.k8s.io/decision").GetString());
        Assert.Equal((403, "Forbidden"), (done.GetProperty("responseStatus").GetProperty("code").GetInt32(),
            done.GetProperty("responseStatus").GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Create_PodThatWouldViolate_IsAnnotated()
    {
        await using var cluster = await StartAsync("{level: Metadata, omitStages: [RequestReceived], resources: [{group: '', resources: [pods]}]}");
        await cluster.MakeAsync<Namespace>("{apiVersion: v1, kind: Namespace, metadata: {name: watched, labels: {pod-security.kubernetes.io/audit: "
            + "baseline}}}");
        var pod = Manifests.Read<Pod>("{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: watched}, spec: {hostNetwork: true, containers: [{name: "
            + "c, image: x}]}}");

        await SendAsync(cluster, AdmissionCluster.Administrator, pod);

        var annotations = Assert.Single(Events()).GetProperty("annotations");
        Assert.Equal(
            "would violate PodSecurity \"baseline:latest\": host namespaces (hostNetwork=true)",
            annotations.GetProperty("pod-security.kubernetes.io/audit-violations").GetString());
        Assert.Equal("privileged:latest", annotations.GetProperty("pod-security.kubernetes.io/enforce-policy").GetString());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<AdmissionCluster> StartAsync(string rule) => AdmissionCluster.StartAsync(options => options with
    {
        DisabledAdmissionPlugins = ["ServiceAccount"],
        Audit = new()
        {
            Policy = $"{{apiVersion: audit.k8s.io/v1, kind: Policy, rules: [{rule}]}}",
            File = new(Path.Combine(_folder.FullName, "audit.log")),
        },
    });

    private static async Task SendAsync<T>(AdmissionCluster cluster, UserInfo user, T value)
        where T : class, Machinery.Objects.IObject<T>
    {
        var resource = cluster.Registry.FindKind(T.Gvk).Info.Resource;
        var call = new ApiCall(ApiVerb.Create, resource) { Namespace = value.Metadata.Namespace, Body = value, FieldManager = "test" };
        await cluster.Server.Loopback(user).SendAsync(call, CancellationToken.None);
    }

    private List<JsonElement> Events()
    {
        using var stream = new FileStream(Path.Combine(_folder.FullName, "audit.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement)];
    }

    private static string? Reference(JsonElement one, string name) => one.GetProperty("objectRef").GetProperty(name).GetString();
}
