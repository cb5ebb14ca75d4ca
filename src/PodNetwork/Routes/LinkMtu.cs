using System.Globalization;
using System.Net;
using Kybernet.Base.Processes;

namespace Kybernet.PodNetwork.Routes;

/// <summary>The longest packet of the interface that has an address.</summary>
internal sealed class LinkMtu(HostCommand host)
{
    private const int Ethernet = 1500;

    /// <returns>Ethernet's when the address is on no interface.</returns>
    public async Task<int> OfAsync(IPAddress address, CancellationToken cancel)
    {
        var listed = await host.RunAsync("ip", ["-o", "address", "show", "to", address.ToString()], "", cancel);
        // "2: eth0    inet 172.30.0.2/24 …"
        var words = listed.Output.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2) return Ethernet;
        var link = await host.RunAsync("ip", ["-o", "link", "show", "dev", words[1]], "", cancel);
        var fields = link.Output.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var at = Array.IndexOf(fields, "mtu");
        return at >= 0 && at + 1 < fields.Length && int.TryParse(fields[at + 1], CultureInfo.InvariantCulture, out var mtu) ? mtu : Ethernet;
    }
}
