using System.Text;
using Kybernet.Cli.Clusters;
using Kybernet.Cli.Commands.PortForward;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Tests.PortForward;

public class ForwardedPortTests
{
    private static readonly JsonValue s_pod = Read(
        """{"metadata":{"name":"p"},"spec":{"containers":[{"ports":[{"name":"web","containerPort":8080}]}]}}""");

    private static readonly JsonValue s_service = Read(
        """{"metadata":{"name":"s"},"spec":{"ports":[{"name":"http","port":80,"targetPort":"web"},{"port":443,"targetPort":8443}]}}""");

    [Theory]
    [InlineData("80", 80, 80)]
    [InlineData("8080:80", 8080, 80)]
    [InlineData(":80", 0, 80)]
    [InlineData("web", 8080, 8080)]
    [InlineData("1:web", 1, 8080)]
    public void Parse_OfAPod_HasBothPorts(string text, int local, int remote) =>
        Assert.Equal(new ForwardedPort((ushort)local, (ushort)remote), ForwardedPort.Parse(text, s_pod, null));

    [Theory]
    [InlineData("80", 80, 8080)]
    [InlineData("http", 80, 8080)]
    [InlineData("9:443", 9, 8443)]
    public void Parse_OfAService_LeadsToTheTarget(string text, int local, int remote) =>
        Assert.Equal(new ForwardedPort((ushort)local, (ushort)remote), ForwardedPort.Parse(text, s_pod, s_service));

    [Theory]
    [InlineData("1:2:3", "invalid port format '1:2:3'")]
    [InlineData("1:", "remote port cannot be empty")]
    [InlineData("x:80", "error parsing local port 'x': strconv.ParseUint: parsing \"x\": invalid syntax")]
    [InlineData("99999", "error parsing local port '99999': strconv.ParseUint: parsing \"99999\": value out of range")]
    [InlineData("0", "remote port must be > 0")]
    [InlineData("db", "Pod 'p' does not have a named port 'db'")]
    public void Parse_Wrong_IsToldAsKubectlDoes(string text, string expected) =>
        Assert.Equal(expected, Assert.Throws<CliException>(() => ForwardedPort.Parse(text, s_pod, null)).Message);

    private static JsonValue Read(string json) => ApiRequests.Read(Encoding.UTF8.GetBytes(json));
}
