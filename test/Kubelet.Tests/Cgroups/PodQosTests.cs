using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Cgroups;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.Kubelet.Tests.Cgroups;

public sealed class PodQosTests
{
    [Theory]
    [InlineData("", "", "BestEffort")]
    [InlineData("cpu=1", "", "Burstable")]
    [InlineData("", "cpu=1 memory=1Gi", "Guaranteed")]
    [InlineData("cpu=1 memory=1Gi", "cpu=1 memory=1Gi", "Guaranteed")]
    [InlineData("cpu=500m memory=1Gi", "cpu=1 memory=1Gi", "Burstable")]
    [InlineData("", "memory=1Gi", "Burstable")]
    [InlineData("ephemeral-storage=1", "", "BestEffort")]
    public void Compute_Resources_GiveTheClass(string requests, string limits, string qos) =>
        Assert.Equal(qos, PodQos.Compute(new() { Containers = [NewContainer(requests, limits)] }));

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(100, 102)]
    [InlineData(1000, 1024)]
    [InlineData(1_000_000, 262_144)]
    public void Shares_OfMilliCpu_AsUpstream(long milliCpu, long shares) => Assert.Equal(shares, CpuAmounts.Shares(milliCpu));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 1000)]
    [InlineData(250, 25_000)]
    public void Quota_OfMilliCpu_AsUpstream(long milliCpu, long quota) => Assert.Equal(quota, CpuAmounts.Quota(milliCpu));

    [Theory]
    [InlineData("", "", 1000)]
    [InlineData("", "cpu=1 memory=1Gi", -997)]
    [InlineData("memory=1Gi", "", 900)]
    [InlineData("cpu=1", "", 999)]
    public void OomScore_OfContainer_AsUpstream(string requests, string limits, int score)
    {
        var pod = new Pod { Spec = new() { Containers = [NewContainer(requests, limits)] } };

        Assert.Equal(score, OomScores.Of(pod, pod.Spec.Containers[0], 10L << 30));
    }

    private static Container NewContainer(string requests, string limits) =>
        new() { Name = "a", Resources = new() { Requests = Resources(requests), Limits = Resources(limits) } };

    private static MapOf<Quantity> Resources(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(entry => entry.Split('=')).Select(entry => KeyValuePair.Create(entry[0], Quantity.Parse(entry[1]))).ToMapOf();
}
