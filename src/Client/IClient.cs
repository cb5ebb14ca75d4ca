using Kybernet.Client.Transport;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;

namespace Kybernet.Client;

/// <summary>The API with types; without them as a transport. Failures the server answers with are values.</summary>
public interface IClient : IApiTransport
{
    ValueTask<ApiResult<T>> GetAsync<T>(ObjectKey key, CancellationToken cancel)
        where T : class, IObject<T>;

    /// <param name="namespace">Empty for all namespaces.</param>
    /// <param name="labelSelector">Empty for all.</param>
    /// <param name="cancel">Gives up.</param>
    ValueTask<ApiResult<ApiList<T>>> ListAsync<T>(string @namespace, string labelSelector, CancellationToken cancel)
        where T : class, IObject<T>;

    ValueTask<ApiResult<T>> CreateAsync<T>(T value, CancellationToken cancel)
        where T : class, IObject<T>;

    /// <summary>Replaces the object; with a resource version only if it is still that one.</summary>
    ValueTask<ApiResult<T>> UpdateAsync<T>(T value, CancellationToken cancel)
        where T : class, IObject<T>;

    /// <summary>Replaces the object's status and nothing else.</summary>
    ValueTask<ApiResult<T>> UpdateStatusAsync<T>(T value, CancellationToken cancel)
        where T : class, IObject<T>;

    ValueTask<ApiResult<T>> DeleteAsync<T>(ObjectKey key, DeleteOptions options, CancellationToken cancel)
        where T : class, IObject<T>;

    /// <summary>Deletes all objects of a namespace that the selectors choose; gives what they were.</summary>
    ValueTask<ApiResult<ApiList<T>>> DeleteAllAsync<T>(
        string @namespace, string labelSelector, string fieldSelector, DeleteOptions options, CancellationToken cancel)
        where T : class, IObject<T>;

    /// <summary>Changes part of an object.</summary>
    /// <param name="key">Which.</param>
    /// <param name="patch">The change.</param>
    /// <param name="subresource">Empty for the object itself; <c>status</c>, …</param>
    /// <param name="cancel">Gives up.</param>
    ValueTask<ApiResult<T>> PatchAsync<T>(ObjectKey key, ObjectPatch patch, string subresource, CancellationToken cancel)
        where T : class, IObject<T>;

    /// <summary>The object as a subresource shows it: <c>scale</c>.</summary>
    ValueTask<ApiResult<TView>> GetAtAsync<T, TView>(ObjectKey key, string subresource, CancellationToken cancel)
        where T : class, IObject<T>
        where TView : class, IObject<TView>;

    /// <summary>Replaces what a subresource shows of the object: <c>scale</c>.</summary>
    ValueTask<ApiResult<TView>> UpdateAtAsync<T, TView>(ObjectKey key, string subresource, TView view, CancellationToken cancel)
        where T : class, IObject<T>
        where TView : class, IObject<TView>;

    /// <summary>
    /// Creates at a subresource of a <typeparamref name="T"/>: <c>binding</c>, <c>eviction</c>, <c>token</c>. Where the server answers with a
    /// Status, gives the body back.
    /// </summary>
    ValueTask<ApiResult<TBody>> CreateAtAsync<T, TBody>(ObjectKey key, string subresource, TBody body, CancellationToken cancel)
        where T : class, IObject<T>
        where TBody : class, IObject<TBody>;

    /// <summary>Server-side apply of an object of any kind.</summary>
    ValueTask<ApiResult<IObject>> ApplyAsync(IObject value, string fieldManager, bool force, CancellationToken cancel);

    /// <summary>What there is, as additions, and then every change.</summary>
    IAsyncEnumerable<WatchNotice<T>> WatchAsync<T>(string @namespace, string resourceVersion, CancellationToken cancel)
        where T : class, IObject<T>;
}
