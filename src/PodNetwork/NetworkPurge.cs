using Kybernet.Base.Processes;
using Kybernet.PodNetwork.Routes;
using Kybernet.PodNetwork.Rules;

namespace Kybernet.PodNetwork;

/// <summary>Removes what a node's pod network has made: rules, routes, devices, files.</summary>
public static class NetworkPurge
{
    /// <summary>When no pod is left. What is not there is no failure.</summary>
    public static async Task RunAsync(PodNetworkOptions options, CancellationToken cancel)
    {
        var host = HostCommand.In(options.NetworkNamespace);
        foreach (var family in (string[])["ip", "ip6"]) await host.RunAsync("nft", ["delete", "table", family, MasqueradeRules.Table], "", cancel);
        foreach (var family in (string[])["-4", "-6"]) await host.RunAsync("ip", [family, "route", "flush", "proto", NodeRoutes.Protocol], "", cancel);
        foreach (var device in (string[])[options.Bridge, options.VxlanDevice]) await host.RunAsync("ip", ["link", "del", device], "", cancel);
        File.Delete(Path.Combine(options.CniDirectory, options.CniFile));
        if (Directory.Exists(options.AddressDirectory)) Directory.Delete(options.AddressDirectory, recursive: true);
    }
}
