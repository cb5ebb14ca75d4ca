using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Admission.PodSecurity;
using Kybernet.ApiServer.Tests.Registry;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Tests.Admission;

/// <summary>Who is told what about pods that break, or would break, a namespace's policy.</summary>
public sealed class PodSecurityWarningTests
{
    private const string Deployment = """
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: d, namespace: tight},
         spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {hostNetwork: true, containers: [{name: c, image: x}]}}}}
        """;

    [Fact]
    public async Task Create_TemplateThatWouldBeRefused_IsLetInWithAWarning()
    {
        await using var cluster = await StartAsync("pod-security.kubernetes.io/enforce: baseline");
        var warnings = new List<string>();

        var made = await cluster.TryMakeAsync(Manifests.Read<Deployment>(Deployment), warnings: warnings);

        Assert.True(made.IsOk);
        Assert.Equal(["would violate PodSecurity \"baseline:latest\": host namespaces (hostNetwork=true)"], warnings);
    }

    [Fact]
    public async Task Create_WarnOnly_PodIsLetInWithAWarning()
    {
        await using var cluster = await StartAsync("pod-security.kubernetes.io/warn: baseline");
        var warnings = new List<string>();

        Assert.True((await cluster.TryMakeAsync(Pod("p"), warnings: warnings)).IsOk);

        Assert.Equal(["would violate PodSecurity \"baseline:latest\": host namespaces (hostNetwork=true)"], warnings);
    }

    [Fact]
    public async Task Update_NamespaceGetsStricter_NamesThePodsThatBreakIt()
    {
        await using var cluster = await StartAsync("x: v");
        foreach (var name in (string[])["p2", "p1", "p3"]) await cluster.TryMakeAsync(Pod(name));
        var warnings = new List<string>();

        await cluster.ChangeAsync<Namespace>("", "tight", static space => space with
        {
            Metadata = space.Metadata with { Labels = space.Metadata.Labels.SetItem("pod-security.kubernetes.io/enforce", "baseline") },
        }, warnings: warnings);

        Assert.Equal(
            [
                "existing pods in namespace \"tight\" violate the new PodSecurity enforce level \"baseline:latest\"",
                "p1 (and 2 other pods): host namespaces",
            ], warnings);
    }

    [Fact]
    public async Task Create_NamespaceWithAWrongLabel_IsInvalid()
    {
        await using var cluster = await AdmissionCluster.StartAsync();

        var made = await cluster.TryMakeAsync(
            Manifests.Read<Namespace>("{apiVersion: v1, kind: Namespace, metadata: {name: wrong, labels: {pod-security.kubernetes.io/enforce: high}}}"));

        Assert.True(made.Error!.IsInvalid);
    }

    [Theory]
    [InlineData("tight", "", "", true)]
    [InlineData("", "root", "", true)]
    [InlineData("", "", "vm", true)]
    [InlineData("other", "other", "other", false)]
    public async Task Create_Exempt_IsLetIn(string space, string user, string runtime, bool isLetIn)
    {
        await using var cluster = await AdmissionCluster.StartAsync(options => options with
        {
            DisabledAdmissionPlugins = ["ServiceAccount", "RuntimeClass"],
            PodSecurity = new()
            {
                Defaults = new(new(SecurityLevel.Baseline, LevelVersion.Latest), LevelVersion.Privileged, LevelVersion.Privileged),
                ExemptNamespaces = One(space),
                ExemptUsers = One(user),
                ExemptRuntimeClasses = One(runtime),
            },
        });
        await cluster.MakeAsync<Namespace>("{apiVersion: v1, kind: Namespace, metadata: {name: tight}}");
        var pod = Pod("p");

        Assert.Equal(isLetIn, (await cluster.TryMakeAsync(pod with { Spec = pod.Spec with { RuntimeClassName = "vm" } })).IsOk);
    }

    private static ListOf<string> One(string name) => name.Length == 0 ? [] : [name];

    private static Pod Pod(string name) => Manifests.Read<Pod>(
        $"{{apiVersion: v1, kind: Pod, metadata: {{name: {name}, namespace: tight}}, spec: {{hostNetwork: true, containers: [{{name: c, image: x}}]}}}}");

    private static async Task<AdmissionCluster> StartAsync(string label)
    {
        var cluster = await AdmissionCluster.StartAsync(static options => options with { DisabledAdmissionPlugins = ["ServiceAccount"] });
        await cluster.MakeAsync<Namespace>($"{{apiVersion: v1, kind: Namespace, metadata: {{name: tight, labels: {{{label}}}}}}}");
        return cluster;
    }
}
