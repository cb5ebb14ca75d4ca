using System.Globalization;
using Kybernet.Base.Processes;
using Kybernet.Proxy.Model;

namespace Kybernet.Proxy.Conntrack;

/// <summary>The <c>conntrack</c> program. A node without it keeps stale flows until they time out.</summary>
internal sealed class ConntrackCommand(HostCommand host)
{
    /// <returns>Null and the reason when flows cannot be listed.</returns>
    public async Task<(List<ConntrackFlow>? Flows, string Error)> ListUdpAsync(IpFamily family, CancellationToken cancel)
    {
        var listed = await host.RunAsync("conntrack", ["-L", "-p", "udp", "-f", NameOf(family)], "", cancel);
        return listed.IsOk
            ? ([.. listed.Output.Split('\n').Select(ConntrackFlow.Parse).OfType<ConntrackFlow>()], "")
            : (null, listed.Error.Trim());
    }

    /// <returns>False when it is gone already.</returns>
    public async Task<bool> DeleteAsync(IpFamily family, ConntrackFlow flow, CancellationToken cancel)
    {
        string[] arguments =
        [
            "-D", "-p", "udp", "-f", NameOf(family), "--orig-src", flow.Source, "--orig-dst", flow.Destination,
            "--orig-port-src", flow.SourcePort.ToString(CultureInfo.InvariantCulture),
            "--orig-port-dst", flow.DestinationPort.ToString(CultureInfo.InvariantCulture),
        ];
        return (await host.RunAsync("conntrack", arguments, "", cancel)).IsOk;
    }

    private static string NameOf(IpFamily family) => family == IpFamily.V4 ? "ipv4" : "ipv6";
}
