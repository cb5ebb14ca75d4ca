using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Admission.Limits;
using Kybernet.ApiServer.Tests.Registry;

namespace Kybernet.ApiServer.Tests.Admission;

public sealed class LimitRangerTests
{
    private const string Pod = """
        {apiVersion: v1, kind: Pod, metadata: {name: p, namespace: default}, spec: {containers: [{name: c, image: x, resources: {}}]}}
        """;

    [Theory]
    [InlineData("{type: Container, max: {cpu: 1}}", "{}", "maximum cpu usage per Container is 1.  No limit is specified")]
    [InlineData("{type: Container, max: {cpu: 1}}", "{limits: {cpu: 2}}", "maximum cpu usage per Container is 1, but limit is 2")]
    [InlineData("{type: Container, max: {cpu: 1}}", "{limits: {cpu: 1}}", "")]
    [InlineData("{type: Container, min: {memory: 1Mi}}", "{}", "minimum memory usage per Container is 1Mi.  No request is specified")]
    [InlineData("{type: Container, min: {memory: 1Mi}}", "{requests: {memory: 1Ki}}", "minimum memory usage per Container is 1Mi, but request is 1Ki")]
    [InlineData("{type: Container, min: {cpu: 100m}, max: {cpu: 1}}", "{requests: {cpu: 50m}, limits: {cpu: 2}}",
        "minimum cpu usage per Container is 100m, but request is 50m|maximum cpu usage per Container is 1, but limit is 2")]
    [InlineData("{type: Container, maxLimitRequestRatio: {cpu: 2}}", "{requests: {cpu: 1}, limits: {cpu: 3}}",
        "cpu max limit to request ratio per Container is 2, but provided ratio is 3.000000")]
    [InlineData("{type: Container, maxLimitRequestRatio: {cpu: 2}}", "{limits: {cpu: 3}}",
        "cpu max limit to request ratio per Container is 2, but no request is specified or request is 0")]
    [InlineData("{type: Pod, max: {cpu: 1}}", "{requests: {cpu: 1}, limits: {cpu: 1500m}}", "maximum cpu usage per Pod is 1, but limit is 1500m")]
    [InlineData("{type: PersistentVolumeClaim, max: {storage: 1}}", "{}", "")]
    public void Check_Container_SaysWhatBreaksTheRange(string limit, string resources, string expected)
    {
        var pod = Manifests.Patched<Pod>(Pod, "spec/containers/0/resources", resources);
        var errors = new List<string>();
        LimitRules.Check(Range(limit).Spec.Limits[0], pod, errors);
        Assert.Equal(expected, string.Join('|', errors));
    }

    [Theory]
    [InlineData("{type: Container, default: {cpu: 1, memory: 1Gi}, defaultRequest: {cpu: 500m}}", "{limits: {cpu: 2}}",
        "500m", "2", "LimitRanger plugin set: cpu request for container c; memory limit for container c")]
    [InlineData("{type: Pod, max: {cpu: 1}}", "{}", "", "", "")]
    public void Apply_Defaults_FillsAndNotes(string limit, string resources, string request, string max, string note)
    {
        var pod = LimitDefaults.Apply(Manifests.Patched<Pod>(Pod, "spec/containers/0/resources", resources), Range(limit));
        var given = pod.Spec.Containers[0].Resources;
        Assert.Equal(request, given.Requests.TryGetValue("cpu", out var asked) ? asked.ToString() : "");
        Assert.Equal(max, given.Limits.TryGetValue("cpu", out var most) ? most.ToString() : "");
        Assert.Equal(note, pod.Metadata.Annotations.GetValueOrDefault("kubernetes.io/limit-ranger") ?? "");
    }

    [Fact]
    public async Task Create_InANamespaceWithARange_IsFilledThenJudged()
    {
        await using var cluster = await AdmissionCluster.StartAsync(static options => options with { DisabledAdmissionPlugins = ["ServiceAccount"] });
        var range = Range("{type: Container, default: {cpu: 1}, max: {cpu: 2}}");
        await cluster.TryMakeAsync(range with { Metadata = range.Metadata with { Namespace = "default" } });

        var filled = await cluster.TryMakeAsync(Manifests.Read<Pod>(Pod));
        var big = Manifests.Patched<Pod>(Pod, "spec/containers/0/resources", "{limits: {cpu: 3}}");
        var refused = await cluster.TryMakeAsync(big with { Metadata = big.Metadata with { Name = "big" } });

        Assert.Equal("1", filled.Value.Spec.Containers[0].Resources.Limits["cpu"].ToString());
        Assert.Equal("pods \"big\" is forbidden: maximum cpu usage per Container is 2, but limit is 3", refused.Error!.Message);
    }

    private static LimitRange Range(string limit) =>
        Manifests.Read<LimitRange>($"{{apiVersion: v1, kind: LimitRange, metadata: {{name: r}}, spec: {{limits: [{limit}]}}}}");
}
