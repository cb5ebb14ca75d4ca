using Kybernet.Proxy.Model;
using Microsoft.Extensions.Logging;

namespace Kybernet.Proxy;

internal static partial class ProxyLog
{
    [LoggerMessage(1, LogLevel.Error, "nftables refused the {Family} rules, everything is written anew: {Message}")]
    public static partial void SyncFailed(ILogger log, IpFamily family, string message);

    [LoggerMessage(2, LogLevel.Debug, "{Family} rules written: {Services} services, {Commands} commands, {Milliseconds} ms")]
    public static partial void Synced(ILogger log, IpFamily family, int services, int commands, double milliseconds);

    [LoggerMessage(3, LogLevel.Warning, "Old UDP flows cannot be listed and stay until they time out: {Message}")]
    public static partial void NoConntrack(ILogger log, string message);

    [LoggerMessage(4, LogLevel.Warning, "Service {Service}: its health-check port {Port} cannot be opened: {Message}")]
    public static partial void NoHealthPort(ILogger log, Machinery.Kinds.ObjectKey service, int port, string message);

    [LoggerMessage(5, LogLevel.Error, "The proxy's round threw and is tried again")]
    public static partial void Threw(ILogger log, Exception exception);
}
