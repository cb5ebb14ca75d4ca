using Kybernet.Client.Transport;

namespace Kybernet.Controllers.Runtime;

/// <summary>The resources the API server serves now. Custom ones come and go at run time.</summary>
/// <remarks>Upstream: client-go/discovery, ServerPreferredResources.</remarks>
public interface IResourceDirectory
{
    /// <summary>Every resource of every version: of each group the preferred version first.</summary>
    ValueTask<ApiResult<IReadOnlyList<ServedResource>>> ListAsync(CancellationToken cancel);
}
