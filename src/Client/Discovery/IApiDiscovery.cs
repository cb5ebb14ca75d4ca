using Kybernet.Client.Transport;

namespace Kybernet.Client.Discovery;

/// <summary>What an API server serves, built in or defined at run time.</summary>
/// <remarks>Upstream: client-go/discovery.</remarks>
public interface IApiDiscovery
{
    /// <summary>Every resource of every version: groups by the server's priority, of each the preferred version first.</summary>
    ValueTask<ApiResult<IReadOnlyList<ApiResourceInfo>>> ResourcesAsync(CancellationToken cancel);
}
