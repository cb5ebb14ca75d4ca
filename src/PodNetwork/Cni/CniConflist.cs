using System.Globalization;
using System.Text.Json;

namespace Kybernet.PodNetwork.Cni;

/// <summary>What the container runtime reads to connect a pod.</summary>
/// <remarks>CNI specification 1.0.0; plugins of containernetworking/plugins.</remarks>
public static class CniConflist
{
    /// <param name="options">Names and directories.</param>
    /// <param name="podCidrs">The node's ranges: each pod gets an address of each.</param>
    /// <param name="mtu">Of pods' interfaces.</param>
    public static string Text(PodNetworkOptions options, IReadOnlyList<string> podCidrs, int mtu)
    {
        var ranges = string.Join(", ", podCidrs.Select(static cidr => $$"""[{ "subnet": {{Quoted(cidr)}} }]"""));
        // Default routes come with isDefaultGateway. Hairpin lets a pod reach itself through a service. Masquerade is a rule of ours: the
        // plugin's own takes other nodes' pods for the outside world.
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {
              "cniVersion": "1.0.0",
              "name": "kybernet",
              "plugins": [
                {
                  "type": "bridge",
                  "bridge": {{Quoted(options.Bridge)}},
                  "isDefaultGateway": true,
                  "hairpinMode": true,
                  "ipMasq": false,
                  "mtu": {{mtu}},
                  "ipam": {
                    "type": "host-local",
                    "dataDir": {{Quoted(options.AddressDirectory)}},
                    "ranges": [{{ranges}}]
                  }
                },
                {
                  "type": "portmap",
                  "capabilities": { "portMappings": true }
                }
              ]
            }

            """);
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
