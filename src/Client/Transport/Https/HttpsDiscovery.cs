using Kybernet.Api.ApiDiscovery.V2;
using Kybernet.Client.Discovery;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;

namespace Kybernet.Client.Transport.Https;

/// <summary>Asks a server for its aggregated discovery documents.</summary>
public sealed class HttpsDiscovery(HttpsTransport transport) : IApiDiscovery
{
    private const string Accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    public async ValueTask<ApiResult<IReadOnlyList<ApiResourceInfo>>> ResourcesAsync(CancellationToken cancel)
    {
        var core = await ReadAsync("/api", cancel);
        if (!core.TryGet(out var coreGroups, out var error)) return error;
        var named = await ReadAsync("/apis", cancel);
        return named.TryGet(out var groups, out error)
            ? ApiResult<IReadOnlyList<ApiResourceInfo>>.Ok(AggregatedDiscovery.Read(coreGroups, groups))
            : error;
    }

    private async ValueTask<ApiResult<APIGroupDiscoveryList>> ReadAsync(string path, CancellationToken cancel)
    {
        var opened = await transport.ReadAsync(path, Accept, cancel);
        if (!opened.TryGet(out var bytes, out var error)) return error;
        var decoded = ObjectJson.Decode<APIGroupDiscoveryList>(bytes, DecodeOptions.Default);
        return decoded.Value ?? throw new IOException($"{path} cannot be read: {decoded.Error!.Message}");
    }
}
