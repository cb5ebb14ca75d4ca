using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Pods;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.Kubelet.Tests.Pods;

public sealed class PodRequestsTests
{
    [Theory]
    // containers, init containers (a plus for sidecars), sum
    [InlineData("100m 200m", "", 300)]
    [InlineData("100m", "500m", 500)]
    [InlineData("100m", "50m+", 150)]
    [InlineData("100m", "50m+ 300m", 350)]
    [InlineData("100m", "300m 50m+", 300)]
    public void Of_Cpu_IsTheMostAtOneTime(string containers, string init, long expected)
    {
        var pod = new Pod { Spec = new() { Containers = Containers(containers), InitContainers = Containers(init) } };

        Assert.Equal(expected, PodRequests.Of(pod, ResourceName.Cpu));
    }

    private static ListOf<Container> Containers(string cpus) => cpus.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static cpu => new Container
    {
        Name = "c",
        RestartPolicy = cpu.EndsWith('+') ? ContainerRestartPolicy.Always : null,
        Resources = new() { Requests = MapOf.Create([KeyValuePair.Create(ResourceName.Cpu, Of(cpu.TrimEnd('+')))]) },
    }).ToListOf();

    private static Quantity Of(string text) => Quantity.TryParse(text, out var quantity) ? quantity : throw new FormatException(text);
}
