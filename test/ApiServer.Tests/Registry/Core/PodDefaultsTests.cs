using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Tests.Registry.Core;

public class PodDefaultsTests
{
    private static readonly PodStrategy s_pods = new();

    [Fact]
    public void Default_NothingToSet_IsTheSameInstance()
    {
        var pod = Manifests.Read<Pod>(PodManifests.Web);
        Assert.Same(pod, s_pods.Default(pod));
    }

    [Theory]
    [InlineData("web", "Always")]
    [InlineData("web:latest", "Always")]
    [InlineData("web:1", "IfNotPresent")]
    [InlineData("localhost:5000/web", "Always")]
    [InlineData("localhost:5000/a/web:v1.2", "IfNotPresent")]
    [InlineData("web@sha256:7cc4b5aefd1d0cadf8d97d4350462ba51c694ebca145b08d7d41b41acc8db5aa", "IfNotPresent")]
    [InlineData("web:latest@sha256:7cc4b5aefd1d0cadf8d97d4350462ba51c694ebca145b08d7d41b41acc8db5aa", "Always")]
    [InlineData("WEB", "IfNotPresent")]
    [InlineData("", "IfNotPresent")]
    public void Default_PullPolicy_FollowsTheTag(string image, string policy)
    {
        var pod = Defaulted("spec/containers/0", $"{{image: '{image}', imagePullPolicy: null}}");
        Assert.Equal(policy, pod.Spec.Containers[0].ImagePullPolicy);
    }

    [Fact]
    public void Default_Requests_AreLimitsWhereNotGiven()
    {
        var pod = Defaulted("spec/containers/0", "resources: {limits: {cpu: 2, memory: 1Gi}, requests: {cpu: 1}}");
        var requests = pod.Spec.Containers[0].Resources.Requests;
        Assert.Equal((Quantity.Parse("1"), Quantity.Parse("1Gi")), (requests["cpu"], requests["memory"]));
    }

    [Fact]
    public void Default_AmountsBelowMilli_AreRoundedUp()
    {
        var pod = Defaulted("spec/containers/0", "resources: {requests: {cpu: 1500u}}");
        Assert.Equal("2m", pod.Spec.Containers[0].Resources.Requests["cpu"].ToString());
    }

    [Fact]
    public void Default_PodRequests_AreTheSumOfContainersOrTheLimit()
    {
        var yaml = PodManifests.Web + "\n    resources: {requests: {cpu: 300m}}\n";
        var pod = s_pods.Default(Manifests.Patched<Pod>(yaml, "spec", "resources: {limits: {cpu: 1, memory: 1Gi}}"));
        var requests = pod.Spec.Resources!.Requests;
        Assert.Equal(("300m", "1Gi"), (requests["cpu"].ToString(), requests["memory"].ToString()));
    }

    [Fact]
    public void Default_HostNetwork_OpensPortsOnTheHost() =>
        Assert.Equal(80, Defaulted("spec", "hostNetwork: true").Spec.Containers[0].Ports[0].HostPort);

    [Fact]
    public void Default_VolumeWithoutSource_IsAnEmptyDir() =>
        Assert.NotNull(Defaulted("spec/volumes/0", "emptyDir: null").Spec.Volumes[0].EmptyDir);

    [Theory]
    [InlineData("serviceAccount: a", "a")]
    [InlineData("{serviceAccount: a, serviceAccountName: b}", "b")]
    public void Default_ServiceAccount_HasTwoNames(string patch, string expected)
    {
        var spec = Defaulted("spec", patch).Spec;
        Assert.Equal((expected, expected), (spec.ServiceAccount, spec.ServiceAccountName));
    }

    [Theory]
    [InlineData("enableServiceLinks: null", true, 30)]
    [InlineData("terminationGracePeriodSeconds: -5", true, 1)]
    [InlineData("enableServiceLinks: false", false, 30)]
    public void Default_PodsOwnFields_AreSet(string patch, bool links, long grace)
    {
        var spec = Defaulted("spec", patch).Spec;
        Assert.Equal((links, grace), (spec.EnableServiceLinks, spec.TerminationGracePeriodSeconds));
    }

    [Theory]
    [InlineData("status: {podIP: 10.0.0.1}", "10.0.0.1")]
    [InlineData("status: {podIP: 10.0.0.1, podIPs: [{ip: 10.0.0.2}]}", "10.0.0.1")]
    [InlineData("status: {podIPs: [{ip: 10.0.0.2}]}", "10.0.0.2")]
    public void Default_PodIps_AgreeWithPodIp(string patch, string expected)
    {
        var status = Defaulted("", patch).Status;
        Assert.Equal((expected, expected), (status.PodIP, status.PodIPs[0].Ip));
    }

    private static Pod Defaulted(string at, string patch) => s_pods.Default(Manifests.Patched<Pod>(PodManifests.Web, at, patch));
}
