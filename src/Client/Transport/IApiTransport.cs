using Kybernet.Machinery.Objects;

namespace Kybernet.Client.Transport;

/// <summary>Carries calls to an API server. Either way they go through its whole pipeline.</summary>
public interface IApiTransport
{
    /// <summary>
    /// Get, create, update, apply, patch, delete: one object. Of a deletion, its last state, or
    /// no more than its name where the server only says that it is gone; where the server answers a creation with a
    /// Status (<c>pods/binding</c>), what was sent.
    /// </summary>
    ValueTask<ApiResult<IObject>> SendAsync(ApiCall call, CancellationToken cancel);

    /// <summary>All objects of a list, at one resource version; with <see cref="ApiVerb.DeleteCollection"/>, deleted.</summary>
    ValueTask<ApiResult<ApiList<IObject>>> ListAsync(ApiCall call, CancellationToken cancel);

    /// <summary>Changes as they come, until <paramref name="cancel"/> or until the server ends the watch (then watch anew from the last
    /// resource version).</summary>
    /// <exception cref="ApiException">The watch cannot start: the resource version is gone (410), the selector is wrong.</exception>
    IAsyncEnumerable<WatchNotice<IObject>> WatchAsync(ApiCall call, CancellationToken cancel);
}
