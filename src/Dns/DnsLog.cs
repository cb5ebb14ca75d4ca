using System.Net;
using Microsoft.Extensions.Logging;

namespace Kybernet.Dns;

internal static partial class DnsLog
{
    [LoggerMessage(1, LogLevel.Information, "DNS for {Domain} on {Address}, other names from {Upstreams}")]
    public static partial void Serving(ILogger log, string domain, IPEndPoint address, string upstreams);

    [LoggerMessage(2, LogLevel.Warning, "The Service kube-dns cannot be published and is tried again: {Message}")]
    public static partial void NotPublished(ILogger log, string message);

    [LoggerMessage(3, LogLevel.Error, "A query threw and is answered with SERVFAIL")]
    public static partial void Threw(ILogger log, Exception exception);

    [LoggerMessage(4, LogLevel.Debug, "Upstream {Upstream} did not answer for {Name}: {Message}")]
    public static partial void NoUpstreamAnswer(ILogger log, IPEndPoint upstream, string name, string message);
}
