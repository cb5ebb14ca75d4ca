using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Pods;
using Kybernet.Kubelet.Resizing;
using Kybernet.Kubelet.Tests.Pods;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.Kubelet.Tests.Resizing;

public sealed class ContainerResizeTests
{
    [Theory]
    // what it has, what it is granted, the resources whose policy is a restart, what is done
    [InlineData("100m/1Gi", "100m/1Gi", "", "")]
    [InlineData("1/1Gi", "1000m/1024Mi", "cpu,memory", "")]
    [InlineData("100m/1Gi", "200m/1Gi", "", "resize")]
    [InlineData("100m/1Gi", "200m/1Gi", "memory", "resize")]
    [InlineData("100m/1Gi", "200m/1Gi", "cpu", "restart")]
    [InlineData("100m/1Gi", "100m/2Gi", "memory", "restart")]
    public void Compute_OtherResources_ResizesOrRestarts(string actual, string granted, string restarts, string done)
    {
        var pod = PodPlanTests.NewPod("Always", "");
        var container = pod.Spec.Containers[0] with
        {
            Resources = Resources(granted),
            ResizePolicy = [.. restarts.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static name =>
                new ContainerResizePolicy { ResourceName = name, RestartPolicy = ResourceResizeRestartPolicy.RestartContainer })],
        };
        pod = pod with { Spec = pod.Spec with { Containers = [container] } };
        var there = RuntimePods.With(true, "main=running");
        there = there with { Containers = [there.Containers[0] with { Actual = Resources(actual) }] };

        var actions = PodPlan.Compute(pod, there, RuntimePods.NoProbes);

        Assert.Equal(done == "resize" ? 1 : 0, actions.ContainersToResize.Count);
        Assert.Equal(done == "restart" ? (1, 1) : (0, 0), (actions.ContainersToKill.Count, actions.ContainersToStart.Count));
    }

    [Fact]
    public void With_Grant_ReplacesOnlyResources()
    {
        var pod = PodPlanTests.NewPod("Always", "init");

        var granted = PodGrant.With(pod, static name => name == "main" ? Resources("1/1Gi") : null);

        Assert.Equal(Resources("1/1Gi"), granted.Spec.Containers[0].Resources);
        Assert.Equal(pod, PodGrant.With(granted, static name => name == "main" ? ResourceRequirements.Empty : null));
    }

    private static ResourceRequirements Resources(string text) => text.Split('/') is [var cpu, var memory]
        ? new()
        {
            Limits = Amounts(cpu, memory),
            Requests = Amounts(cpu, memory),
        }
        : throw new ArgumentException(text, nameof(text));

    private static MapOf<Quantity> Amounts(string cpu, string memory) =>
        default(MapOf<Quantity>).SetItem("cpu", Quantity.Parse(cpu)).SetItem("memory", Quantity.Parse(memory));
}
