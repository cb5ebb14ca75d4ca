using System.Net;
using Kybernet.Client;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet.Server;

/// <summary>A kubelet's HTTPS server: logs, exec, attach, port-forward, figures.</summary>
public sealed class KubeletServing : IAsyncDisposable
{
    private readonly KubeletServer _server;

    private KubeletServing(KubeletServer server) => _server = server;

    public IPEndPoint Address => _server.Address;

    /// <param name="kubelet">Whose pods are served.</param>
    /// <param name="options">Where, with what, for whom.</param>
    /// <param name="client">The node's: asks the API server who somebody is and what they may do.</param>
    /// <param name="time">Time.</param>
    /// <param name="loggers">Logs.</param>
    /// <param name="cancel">Gives up starting.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<KubeletServing> StartAsync(
        KubeletService kubelet, KubeletServerOptions options, IClient client, TimeProvider time, ILoggerFactory loggers, CancellationToken cancel) =>
        new(await KubeletServer.StartAsync(options, new(client, kubelet.Pods, kubelet.Runtime, kubelet.Runtime, static () => null, time, loggers), cancel));

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
