using System.Globalization;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Http;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Connections;

/// <summary>A connection's parameters as the object that admission sees. Upstream: <c>NewConnectOptions</c> of the subresources.</summary>
internal static class ConnectOptions
{
    /// <summary>Null for what is no connection to upstream: logs.</summary>
    public static IKind? Of(ResourceRequest request)
    {
        var (query, path) = (request.Query, request.Info.Path);
        return (request.Info.Resource, request.Info.Subresource) switch
        {
            (_, "exec") => new PodExecOptions
            {
                Stdin = query.Flag("stdin"),
                Stdout = query.Flag("stdout"),
                Stderr = query.Flag("stderr"),
                Tty = query.Flag("tty"),
                Container = query["container"],
                Command = [.. query.All("command")],
            },
            (_, "attach") => new PodAttachOptions
            {
                Stdin = query.Flag("stdin"),
                Stdout = query.Flag("stdout"),
                Stderr = query.Flag("stderr"),
                Tty = query.Flag("tty"),
                Container = query["container"],
            },
            (_, "portforward") => new PodPortForwardOptions
            {
                Ports = query.All("ports").SelectMany(static list => list.Split(','))
                    .Select(static port => int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
                    .Where(static port => port > 0).ToListOf(),
            },
            ("pods", "proxy") => new PodProxyOptions { Path = TailOf(path) },
            ("services", "proxy") => new ServiceProxyOptions { Path = TailOf(path) },
            ("nodes", "proxy") => new NodeProxyOptions { Path = TailOf(path) },
            _ => null,
        };
    }

    private static string TailOf(string path)
    {
        var at = path.IndexOf("/proxy/", StringComparison.Ordinal);
        return at < 0 ? "" : path[(at + "/proxy".Length)..];
    }
}
