using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Kybernet.ApiServer.Connections;

/// <summary>A kubelet's server.</summary>
/// <param name="Host">A name or an address.</param>
/// <param name="Port">Its port.</param>
/// <param name="SpeaksWebSockets">It translates WebSockets itself; otherwise the API server does.</param>
internal sealed record KubeletAddress(string Host, int Port, bool SpeaksWebSockets)
{
    /// <summary>The feature nodes declare that translate themselves.</summary>
    public const string TakesWebSockets = "ExtendWebSocketsToKubelet";

    public string PortText => Port.ToString(CultureInfo.InvariantCulture);

    /// <param name="path">Percent-encoded, from the slash on.</param>
    /// <param name="query">Without the question mark; may be empty.</param>
    public Uri Locate(string path, string query) => Locate("https", Host, PortText, query.Length == 0 ? path : $"{path}?{query}");

    /// <summary>A URL whose path and query stay as they are.</summary>
    public static Uri Locate(string scheme, string host, string port, string target)
    {
        var shown = IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{host}]" : host;
        var authority = port.Length == 0 ? shown : $"{shown}:{port}";
        var url = $"{(scheme.Length == 0 ? "http" : scheme)}://{authority}{target}";
        return new(url, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    }
}
