using System.Net;

namespace Kybernet.Dns.Forwarding;

/// <summary>The resolvers of a host.</summary>
internal static class ResolvConf
{
    /// <summary>
    /// The nameservers of the file's text, in order, without <paramref name="own"/>: to ask ourselves would go on for ever.
    /// </summary>
    public static IPEndPoint[] Read(string text, IPAddress[] own) =>
        [.. text.Split('\n')
            .Select(static line => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            .Where(static words => words is ["nameserver", _, ..])
            .Select(static words => IPAddress.TryParse(words[1], out var address) ? address : null)
            .OfType<IPAddress>()
            .Where(address => !own.Contains(address))
            .Select(static address => new IPEndPoint(address, 53))];
}
