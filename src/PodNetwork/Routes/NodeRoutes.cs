using System.Net.Sockets;
using Kybernet.Base.Processes;
using Microsoft.Extensions.Logging;

namespace Kybernet.PodNetwork.Routes;

/// <summary>
/// Keeps the kernel's routes to a plan. Ours carry a protocol number, so that others' are left alone and leftovers are found.
/// </summary>
internal sealed class NodeRoutes(HostCommand host, ILogger log)
{
    // Free in iproute2's rt_protos and the kernel's list.
    public const string Protocol = "84";
    private static readonly string[] s_families = ["-4", "-6"];

    /// <returns>False when something failed and has to be tried again.</returns>
    public async Task<bool> ApplyAsync(RoutePlan plan, CancellationToken cancel)
    {
        var isOk = true;
        var (added, removed) = (0, 0);
        foreach (var end in plan.Ends) isOk &= await SetEndAsync(end, plan.Routes[0].Device, cancel);
        foreach (var family in s_families)
        {
            var there = await ListAsync(family, cancel);
            var wanted = plan.Routes.Where(route => FamilyOf(route) == family).ToArray();
            foreach (var route in wanted.Where(route => !there.Contains(route.Text)))
            {
                string[] device = route.Device.Length == 0 ? [] : ["dev", route.Device, "onlink"];
                isOk &= await RunAsync(
                    "ip", [family, "route", "replace", $"{route.Range}", "via", $"{route.Gateway}", .. device, "proto", Protocol], cancel);
                added++;
            }

            var kept = wanted.Select(static route => route.Range.ToString()).ToHashSet();
            foreach (var range in there.Select(static text => text.Split(' ')[0]).Where(range => !kept.Contains(range)))
            {
                isOk &= await RunAsync("ip", [family, "route", "del", range, "proto", Protocol], cancel);
                removed++;
            }
        }

        if (added + removed > 0) PodNetworkLog.Routed(log, added, removed);
        return isOk;
    }

    private static string FamilyOf(PodRoute route) => route.Range.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? "-4" : "-6";

    // Which address is at which hardware address, and behind which node that is: the tunnel learns nothing and floods nothing.
    private async Task<bool> SetEndAsync(TunnelEnd end, string device, CancellationToken cancel) =>
        await RunAsync("ip", ["neigh", "replace", end.Address.ToString(), "lladdr", end.Mac, "dev", device, "nud", "permanent"], cancel)
        && await RunAsync("bridge", ["fdb", "replace", end.Mac, "dev", device, "dst", end.Node.ToString(), "self", "permanent"], cancel);

    /// <summary>Our routes as <see cref="PodRoute.Text"/> writes them.</summary>
    private async Task<HashSet<string>> ListAsync(string family, CancellationToken cancel)
    {
        var listed = await host.RunAsync("ip", [family, "route", "show", "proto", Protocol], "", cancel);
        var routes = new HashSet<string>();
        foreach (var line in listed.Output.Split('\n'))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is not [var range, "via", var gateway, ..]) continue;
            // The device of a neighbour's route is found by the kernel; only a tunnel's is ours to say.
            var isTunnel = words.Contains("onlink");
            routes.Add(isTunnel && words is [_, _, _, "dev", var device, ..] ? $"{range} via {gateway} dev {device}" : $"{range} via {gateway}");
        }

        return routes;
    }

    private async Task<bool> RunAsync(string program, string[] arguments, CancellationToken cancel)
    {
        var result = await host.RunAsync(program, arguments, "", cancel);
        if (!result.IsOk) PodNetworkLog.CommandFailed(log, $"{program} {string.Join(' ', arguments)}", result.Error.Trim());
        return result.IsOk;
    }
}
