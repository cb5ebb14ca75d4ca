using System.Globalization;
using System.Net;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Http;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Connections;

/// <summary>
/// Finds what <c>pods/proxy</c>, <c>services/proxy</c> and <c>nodes/proxy</c> lead to. Upstream: the <c>ResourceLocation</c> functions of
/// <c>pkg/registry/core/{pod,service,node}</c>.
/// </summary>
internal sealed class ProxyTargets(NodeConnections connections, ResourceRegistry registry)
{
    private int _turn;

    public ValueTask<Outcome<ProxyTarget>> FindAsync(ResourceRequest request, CancellationToken cancel)
    {
        var resource = request.Info.Resource;
        if (!ProxyTarget.TrySplit(request.Info.Name, out var scheme, out var name, out var port))
            return new(ApiError.BadRequest($"invalid {resource[..^1]} request \"{request.Info.Name}\""));
        return resource switch
        {
            "pods" => PodAsync(request, scheme, name, port, cancel),
            "services" => ServiceAsync(request, scheme, name, port, cancel),
            _ => NodeAsync(request, scheme, name, port, cancel),
        };
    }

    private async ValueTask<Outcome<ProxyTarget>> PodAsync(ResourceRequest request, string scheme, string name, string port, CancellationToken cancel)
    {
        var read = await ReadAsync<Pod>("pods", request.Info.Namespace, name, cancel);
        if (!read.TryGet(out var pod, out var error)) return error;
        if (port.Length == 0 && pod.Spec.Containers.SelectMany(static one => one.Ports).FirstOrDefault() is { } first)
            port = first.ContainerPortValue.ToString(CultureInfo.InvariantCulture);
        var address = pod.Status.PodIPs.IsEmpty ? "" : pod.Status.PodIPs[0].Ip;
        if (!IPAddress.TryParse(address, out var ip) || !IsProxyable(ip)) return ApiError.BadRequest("address not allowed");
        return new ProxyTarget(scheme, address, port, connections.Plain);
    }

    private async ValueTask<Outcome<ProxyTarget>> ServiceAsync(ResourceRequest request, string scheme, string name, string port, CancellationToken cancel)
    {
        var space = request.Info.Namespace;
        if (long.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            var read = await ReadAsync<Service>("services", space, name, cancel);
            if (!read.TryGet(out var service, out var missing)) return missing;
            if (service.Spec.Ports.FirstOrDefault(one => one.Port == number) is not { } declared)
                return ApiError.ServiceUnavailable($"no service port {number} found for service \"{name}\"");
            port = declared.Name;
        }

        var found = await ReadAsync<Endpoints>("endpoints", space, name, cancel);
        if (!found.TryGet(out var endpoints, out var error)) return error;
        if (endpoints.Subsets.IsEmpty) return ApiError.ServiceUnavailable($"no endpoints available for service \"{name}\"");
        var turn = Interlocked.Increment(ref _turn) & int.MaxValue;
        for (var i = 0; i < endpoints.Subsets.Count; i++)
        {
            var subset = endpoints.Subsets[(turn + i) % endpoints.Subsets.Count];
            if (subset.Ports.FirstOrDefault(one => one.Name == port) is not { } taken) continue;
            for (var k = 0; k < subset.Addresses.Count; k++)
            {
                var address = subset.Addresses[(turn + k) % subset.Addresses.Count];
                if (await IsPodAsync(address, cancel))
                    return new ProxyTarget(scheme, address.Ip, taken.Port.ToString(CultureInfo.InvariantCulture), connections.Plain);
            }
        }

        return ApiError.ServiceUnavailable($"no endpoints available for service \"{request.Info.Name}\"");
    }

    private async ValueTask<Outcome<ProxyTarget>> NodeAsync(ResourceRequest request, string scheme, string name, string port, CancellationToken cancel)
    {
        var found = await connections.FindAsync(request.Resource, name, cancel);
        if (!found.TryGet(out var kubelet, out var error)) return error;
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(kubelet.Host, cancel);
            if (addresses.Length == 0) return ApiError.BadRequest("no addresses for hostname");
            if (!addresses.All(IsProxyable)) return ApiError.BadRequest("address not allowed");
        }
        catch (System.Net.Sockets.SocketException e)
        {
            return ApiError.BadRequest(e.Message);
        }

        return port.Length == 0 || port == kubelet.PortText
            ? new ProxyTarget("https", kubelet.Host, kubelet.PortText, connections.Verifying)
            : new ProxyTarget(scheme, kubelet.Host, port, connections.Plain);
    }

    /// <summary>Only addresses that are pods' lead anywhere: an Endpoints object must not open the API server's own network to its writer.</summary>
    private async ValueTask<bool> IsPodAsync(EndpointAddress address, CancellationToken cancel)
    {
        if (address.TargetRef is not { } target) return false;
        var read = await ReadAsync<Pod>("pods", target.Namespace, target.Name, cancel);
        return read.TryGet(out var pod, out _) && pod.Status.PodIPs.Any(one => one.Ip == address.Ip);
    }

    private async ValueTask<Outcome<T>> ReadAsync<T>(string resource, string space, string name, CancellationToken cancel)
        where T : class, IObject
    {
        var read = await ObjectReader.GetAsync(registry.Find(new("", "v1", resource))!, space, name, "", cancel);
        return read.TryGet(out var stored, out var error) ? (T)stored.Value : error;
    }

    /// <summary>Go's <c>IsGlobalUnicast</c>.</summary>
    private static bool IsProxyable(IPAddress address)
    {
        if (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)) return false;
        if (address.IsIPv6Multicast || address.IsIPv6LinkLocal) return false;
        if (address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetwork) return true;
        var bytes = address.GetAddressBytes();
        return bytes[0] is < 224 && !(bytes[0] == 169 && bytes[1] == 254);
    }
}
