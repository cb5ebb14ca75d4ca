using Kybernet.Api.ApiDiscovery.V2;
using Kybernet.ApiServer.Discovery;
using Kybernet.Client.Discovery;
using Kybernet.Client.Transport;

namespace Kybernet.ApiServer.Loopback;

/// <summary>Reads the server's own documents.</summary>
internal sealed class LoopbackDiscovery(Func<DiscoveryDocuments> documents) : IApiDiscovery
{
    public ValueTask<ApiResult<IReadOnlyList<ApiResourceInfo>>> ResourcesAsync(CancellationToken cancel)
    {
        var now = documents();
        return new(ApiResult<IReadOnlyList<ApiResourceInfo>>.Ok(
            AggregatedDiscovery.Read((APIGroupDiscoveryList)now.AggregatedApi.Value, (APIGroupDiscoveryList)now.AggregatedApis.Value)));
    }
}
