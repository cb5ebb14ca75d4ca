using System.Globalization;
using System.Net;
using Kybernet.Base.Processes;
using Microsoft.Extensions.Logging;

namespace Kybernet.PodNetwork.Routes;

/// <summary>This node's end of the tunnel.</summary>
internal sealed class VxlanDevice(HostCommand host, PodNetworkOptions options, ILogger log)
{
    /// <summary>What the wrapping adds to a packet: outer Ethernet, IP, UDP and VXLAN headers.</summary>
    public static int Overhead(IPAddress node) => node.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 50 : 70;

    /// <summary>Makes the device, or makes it anew when it is another's.</summary>
    public async Task<bool> EnsureAsync(NodePeer own, int mtu, CancellationToken cancel)
    {
        var address = own.Addresses[0];
        var mac = TunnelEnd.MacOf(address);
        var there = await host.RunAsync("ip", ["-d", "link", "show", options.VxlanDevice], "", cancel);
        if (there.IsOk && !(there.Output.Contains($"local {address} ", StringComparison.Ordinal) && there.Output.Contains(mac, StringComparison.Ordinal)))
            await RunAsync(["link", "del", options.VxlanDevice], cancel);
        else if (there.IsOk) return await SetUpAsync(own, mtu, cancel);
        return await RunAsync(
                [
                    "link", "add", options.VxlanDevice, "address", mac, "mtu", Text(mtu), "type", "vxlan", "id", Text(options.VxlanId),
                    "local", address.ToString(), "dstport", Text(options.VxlanPort), "nolearning",
                ],
                cancel)
            && await SetUpAsync(own, mtu, cancel);
    }

    private async Task<bool> SetUpAsync(NodePeer own, int mtu, CancellationToken cancel)
    {
        var isOk = await RunAsync(["link", "set", options.VxlanDevice, "up", "mtu", Text(mtu)], cancel);
        foreach (var range in own.PodRanges)
        {
            var length = range.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 32 : 128;
            isOk &= await RunAsync(["address", "replace", $"{range.BaseAddress}/{Text(length)}", "dev", options.VxlanDevice], cancel);
        }

        return isOk;
    }

    private async Task<bool> RunAsync(string[] arguments, CancellationToken cancel)
    {
        var result = await host.RunAsync("ip", arguments, "", cancel);
        if (!result.IsOk) PodNetworkLog.CommandFailed(log, "ip " + string.Join(' ', arguments), result.Error.Trim());
        return result.IsOk;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
