using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Environment;

namespace Kybernet.Kubelet.Tests.Environment;

public sealed class ServiceVariablesTests
{
    [Fact]
    public void For_ServiceOfTheNamespace_GivesAllVariables()
    {
        var variables = ServiceVariables.For("a", true, [NewService("a", "my-web", "10.0.0.1"), NewService("b", "other", "10.0.0.2")]);

        Assert.Equal("10.0.0.1", variables["MY_WEB_SERVICE_HOST"]);
        Assert.Equal("80", variables["MY_WEB_SERVICE_PORT"]);
        Assert.Equal("80", variables["MY_WEB_SERVICE_PORT_HTTP"]);
        Assert.Equal("tcp://10.0.0.1:80", variables["MY_WEB_PORT_80_TCP"]);
        Assert.DoesNotContain("OTHER_SERVICE_HOST", variables.Keys);
    }

    [Fact]
    public void For_WithoutLinks_GivesTheMasterOnly() => Assert.Equal(
        "10.96.0.1",
        Assert.Single(ServiceVariables.For("a", false, [NewService("a", "web", "10.0.0.1"), NewService("default", "kubernetes", "10.96.0.1")]),
            variable => variable.Key.EndsWith("_SERVICE_HOST", StringComparison.Ordinal)).Value);

    private static Service NewService(string @namespace, string name, string ip) => new()
    {
        Metadata = new() { Name = name, Namespace = @namespace },
        Spec = new() { ClusterIP = ip, Ports = [new ServicePort { Name = "http", Port = 80, Protocol = "TCP" }] },
    };
}
