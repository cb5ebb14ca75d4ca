namespace Kybernet.ApiServer.Connections;

/// <summary>Where a proxied request goes.</summary>
/// <param name="Scheme">http or https.</param>
/// <param name="Host">A name or an address.</param>
/// <param name="Port">Empty for the scheme's own.</param>
/// <param name="Backend">The connections to take.</param>
internal sealed record ProxyTarget(string Scheme, string Host, string Port, HttpMessageInvoker Backend)
{
    /// <summary>Reads <c>name</c>, <c>name:port</c>, <c>scheme:name:port</c>. Upstream: <c>utilnet.SplitSchemeNamePort</c>.</summary>
    public static bool TrySplit(string id, out string scheme, out string name, out string port)
    {
        (scheme, name, port) = id.Split(':') switch
        {
            [var only] => ("", only, ""),
            [var first, var second] => ("", first, second),
            [("http" or "https" or "") and var first, var second, var third] => (first, second, third),
            _ => ("", "", ""),
        };
        return name.Length > 0;
    }
}
