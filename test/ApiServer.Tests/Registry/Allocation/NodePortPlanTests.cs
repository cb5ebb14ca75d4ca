using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Allocation;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Tests.Registry.Allocation;

/// <summary>Ports are written <c>port:nodePort</c>, types <c>ClusterIP</c>, <c>NodePort</c>, <c>Balanced</c> (without node ports) and <c>Local</c>.</summary>
public sealed class NodePortPlanTests
{
    [Theory]
    [InlineData("ClusterIP 80:0", "", "80:0")]
    [InlineData("NodePort 80:0 81:0", "0:0 1:0", "80:30000 81:30001")]
    [InlineData("NodePort 80:0 80:0", "0:0", "80:30000 80:30000")]
    [InlineData("NodePort 80:0 80:31000", "0:31000", "80:31000 80:31000")]
    [InlineData("NodePort 80:31000 80:31001", "0:31000 1:31001", "80:31000 80:31001")]
    [InlineData("Balanced 80:0 81:31000", "1:31000", "80:0 81:31000")]
    [InlineData("Local 80:0", "0:0 -1:0", "80:30000")]
    public void ForCreate_Ports_AreWanted(string service, string wanted, string ports)
    {
        var value = Service(service);
        var plan = NodePortPlan.ForCreate(value);
        Assert.Equal(wanted, Write(plan.Wanted));
        var next = 30000;
        var made = plan.Apply(value, [.. plan.Wanted.Select(request => request.Port != 0 ? request.Port : next++)]);
        Assert.Equal(ports, string.Join(' ', made.Spec.Ports.Select(port => $"{port.Port}:{port.NodePort}")));
        if (service.StartsWith("Local", StringComparison.Ordinal)) Assert.Equal(30001, made.Spec.HealthCheckNodePort);
    }

    [Theory]
    [InlineData("NodePort 80:30000", "NodePort 80:30000", "", "")]
    [InlineData("NodePort 80:30001", "NodePort 80:30000", "0:30001", "30000")]
    [InlineData("NodePort 80:30000 81:0", "NodePort 80:30000", "1:0", "")]
    [InlineData("ClusterIP 80:0", "NodePort 80:30000", "", "30000")]
    [InlineData("NodePort 80:0", "ClusterIP 80:0", "0:0", "")]
    [InlineData("Local 80:30000", "NodePort 80:30000", "-1:0", "")]
    [InlineData("NodePort 80:30000", "Local 80:30000", "", "0")]
    public void ForUpdate_Ports_ComeAndGo(string service, string old, string wanted, string released)
    {
        var plan = NodePortPlan.ForUpdate(Service(service), Service(old));
        Assert.Equal((wanted, released), (Write(plan.Wanted), string.Join(' ', plan.Released)));
    }

    [Fact]
    public void ForDelete_All_AreReleased()
    {
        var service = Service("Local 80:30000");
        service = service with { Spec = service.Spec with { HealthCheckNodePort = 30009 } };
        Assert.Equal([30000, 30009], NodePortPlan.ForDelete(service).Released);
    }

    private static string Write(ListOf<NodePortPlan.Request> requests) =>
        string.Join(' ', requests.Select(request => $"{request.Position}:{request.Port}"));

    private static Service Service(string text)
    {
        var parts = text.Split(' ');
        return new()
        {
            Spec = new()
            {
                Type = parts[0] is "Balanced" or "Local" ? "LoadBalancer" : parts[0],
                ExternalTrafficPolicy = parts[0] == "Local" ? "Local" : "",
                AllocateLoadBalancerNodePorts = parts[0] == "Balanced" ? false : null,
                Ports = parts[1..].Select(port => port.Split(':'))
                    .Select(port => new ServicePort { Port = Number(port[0]), NodePort = Number(port[1]) })
                    .ToListOf(),
            },
        };
    }

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
