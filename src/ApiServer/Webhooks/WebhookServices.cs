using System.Net;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Admission;
using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.Webhooks;

/// <summary>
/// Finds an endpoint of a service that is a webhook: directly, so that webhooks work where the API server's machine has no service network.
/// Upstream: <c>proxy.ResolveEndpoint</c>.
/// </summary>
internal sealed class WebhookServices(ClusterView cluster)
{
    private static readonly GroupResource s_endpoints = new("", "endpoints");

    private int _turn;

    /// <exception cref="IOException">There is none; the message says why.</exception>
    public ValueTask<EndPoint> FindAsync(string @namespace, string name, int port, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var key = $"{@namespace}/{name}";
        if (cluster.Find<Service>(Resources.Services, key) is not { } service) throw new IOException($"service \"{name}\" not found");
        if (service.Spec.Type == "ExternalName") return new(new DnsEndPoint(service.Spec.ExternalName, port));
        if (service.Spec.Ports.FirstOrDefault(one => one.Port == port) is not { } declared)
            throw new IOException($"no service port {port} found for service \"{name}\"");
        var endpoints = cluster.Find<Endpoints>(s_endpoints, key);
        var turn = Interlocked.Increment(ref _turn) & int.MaxValue;
        foreach (var subset in endpoints?.Subsets ?? default)
        {
            if (subset.Ports.FirstOrDefault(one => one.Name == declared.Name) is not { } taken || subset.Addresses.IsEmpty) continue;
            return new(new IPEndPoint(IPAddress.Parse(subset.Addresses[turn % subset.Addresses.Count].Ip), taken.Port));
        }

        throw new IOException($"no endpoints available for service \"{name}\"");
    }
}
