using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.CustomResources;

/// <summary>Where the services that answer webhooks are: at one of their endpoints. Upstream: <c>apiserver/pkg/util/proxy</c>.</summary>
internal sealed class WebhookServices(ResourceRegistry registry)
{
    private int _turn;

    /// <exception cref="IOException">The service has nothing behind it.</exception>
    public Uri Resolve(ServiceReference reference)
    {
        var (key, number) = ($"{reference.Namespace}/{reference.Name}", reference.Port ?? 443);
        if (Find<Service>("services", key) is not { } service) throw new IOException($"service \"{reference.Name}\" not found");
        if (service.Spec.Ports.FirstOrDefault(port => port.Port == number) is not { } declared)
            throw new IOException($"no service port {number} found for service \"{reference.Name}\"");
        var path = reference.Path ?? "";
        var ready = (Find<Endpoints>("endpoints", key)?.Subsets ?? default)
            .SelectMany(subset => subset.Ports.Where(port => port.Name == declared.Name)
                .SelectMany(port => subset.Addresses.Select(address => (address.Ip, port.Port)))).ToList();
        if (ready.Count == 0) throw new IOException($"no endpoints available for service \"{reference.Name}\"");
        var (ip, port) = ready[(Interlocked.Increment(ref _turn) & int.MaxValue) % ready.Count];
        return new UriBuilder("https", ip, port, path).Uri;
    }

    private T? Find<T>(string resource, string key)
        where T : class, IObject => registry.Find(new("", "v1", resource))!.Cache.Snapshot.Objects.Find(key)?.Value as T;
}
