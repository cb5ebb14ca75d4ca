using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Kybernet.Base.Http;
using Kybernet.Machinery.Kinds;
using Microsoft.Extensions.Logging;

namespace Kybernet.Proxy.Health;

/// <summary>
/// The health-check ports of services of policy Local: a load balancer asks each node there how many endpoints it has, and sends to nodes
/// with some.
/// </summary>
/// <remarks>Upstream: pkg/proxy/healthcheck/service_health.go.</remarks>
internal sealed class ServiceHealth(Func<bool> isProxyHealthy, ILogger log) : IAsyncDisposable
{
    private readonly Dictionary<ObjectKey, PlainHttpServer> _servers = [];
    private readonly ConcurrentDictionary<ObjectKey, int> _endpoints = new();

    /// <summary>Opens and closes ports. One that is taken is tried again at the next call.</summary>
    /// <param name="wanted">Each service's port and its ready endpoints on this node.</param>
    public async Task SyncAsync(IReadOnlyDictionary<ObjectKey, (int Port, int Endpoints)> wanted)
    {
        foreach (var (service, server) in _servers.ToArray())
        {
            if (wanted.TryGetValue(service, out var kept) && kept.Port == server.Address.Port) continue;
            _servers.Remove(service);
            _endpoints.TryRemove(service, out _);
            await server.DisposeAsync();
        }

        foreach (var (service, (port, endpoints)) in wanted)
        {
            _endpoints[service] = endpoints;
            if (!_servers.ContainsKey(service)) Open(service, port);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values) await server.DisposeAsync();
        _servers.Clear();
    }

    private void Open(ObjectKey service, int port)
    {
        try
        {
            _servers[service] = PlainHttpServer.Start(new(IPAddress.IPv6Any, port), _ => Answer(service));
        }
        catch (SocketException e)
        {
            ProxyLog.NoHealthPort(log, service, port, e.Message);
        }
    }

    private PlainAnswer Answer(ObjectKey service)
    {
        var count = _endpoints.GetValueOrDefault(service);
        var isHealthy = isProxyHealthy();
        // Upstream's layout to the byte: some load balancers look for words in it.
        var json = string.Create(
            CultureInfo.InvariantCulture,
            $"{{\n\t\"service\": {{\n\t\t\"namespace\": \"{service.Namespace}\",\n\t\t\"name\": \"{service.Name}\"\n\t}},\n"
            + $"\t\"localEndpoints\": {count},\n\t\"serviceProxyHealthy\": {(isHealthy ? "true" : "false")}\n}}");
        return PlainAnswer.Json(count > 0 && isHealthy ? 200 : 503, json) with
        {
            Headers = ["X-Content-Type-Options: nosniff", string.Create(CultureInfo.InvariantCulture, $"X-Load-Balancing-Endpoint-Weight: {count}")],
        };
    }
}
