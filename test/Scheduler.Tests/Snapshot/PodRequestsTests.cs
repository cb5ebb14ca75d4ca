using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Tests.Snapshot;

public sealed class PodRequestsTests
{
    [Theory]
    [InlineData("containers: [A, B]", 1500)]
    [InlineData("{initContainers: [Two], containers: [A]}", 2000)]
    [InlineData("{initContainers: [B], containers: [A]}", 1000)]
    [InlineData("{initContainers: [Sidecar], containers: [A]}", 2000)]
    [InlineData("{initContainers: [Sidecar, Two], containers: [A]}", 3000)]
    [InlineData("{initContainers: [Two, Sidecar], containers: [B]}", 2000)]
    [InlineData("{overhead: {cpu: 250m}, containers: [A]}", 1250)]
    [InlineData("{resources: {requests: {cpu: 3}}, containers: [A]}", 3000)]
    [InlineData("{overhead: {cpu: 1}, resources: {requests: {cpu: 3}}, containers: [{name: a}]}", 4000)]
    [InlineData("containers: [{name: a, resources: {requests: {memory: 1}}}]", 0)]
    public void Of_ContainersAndPod_IsTheMostTakenAtOnce(string spec, long milliCpu)
    {
        var written = spec
            .Replace("Sidecar", "{name: s, restartPolicy: Always, resources: {requests: {cpu: 1}}}", StringComparison.Ordinal)
            .Replace("Two", "{name: i, resources: {requests: {cpu: 2}}}", StringComparison.Ordinal)
            .Replace("[A", "[{name: a, resources: {requests: {cpu: 1}}}", StringComparison.Ordinal)
            .Replace("B]", "{name: b, resources: {requests: {cpu: 500m}}}]", StringComparison.Ordinal);

        var info = PodInfo.Of(Given.Pod(spec: written), new());

        Assert.Equal(milliCpu, info.RequestOf(ResourceNames.Cpu));
    }

    [Theory]
    [InlineData("{}", 100, 209_715_200)]
    [InlineData("{cpu: 1}", 1000, 209_715_200)]
    [InlineData("{cpu: 0, memory: 0}", 0, 0)]
    [InlineData("{memory: 1Mi}", 100, 1_048_576)]
    public void Scored_MissingRequests_AreAssumed(string requests, long milliCpu, long memory)
    {
        var info = PodInfo.Of(Given.PodAsking(requests), new());

        Assert.Equal((milliCpu, memory), (info.ScoredCpu, info.ScoredMemory));
    }

    [Fact]
    public void Of_AResizeUnderWay_HoldsTheGreaterAmount()
    {
        var pod = Given.PodAsking("{cpu: 1}") with
        {
            Status = Given.Read<Api.Core.V1.Pod>(
                "status: {containerStatuses: [{name: a, resources: {requests: {cpu: 2}}, allocatedResources: {cpu: 1500m}}]}").Status,
        };

        Assert.Equal(2000, PodInfo.Of(pod, new()).RequestOf(ResourceNames.Cpu));
    }

    [Theory]
    [InlineData("cpu", false, true)]
    [InlineData("example.com/gpu", true, true)]
    [InlineData("hugepages-2Mi", true, true)]
    [InlineData("attachable-volumes-aws-ebs", true, true)]
    [InlineData("example.kubernetes.io/thing", true, true)]
    [InlineData("plain", false, false)]
    [InlineData("requests.example.com/gpu", false, false)]
    public void IdOf_Resources_NumbersTheCountedOnes(string name, bool isScalar, bool isCounted)
    {
        Assert.Equal(isScalar, ResourceNames.IsScalar(name));
        Assert.Equal(isCounted, new ResourceNames().IdOf(name) >= 0);
    }
}
