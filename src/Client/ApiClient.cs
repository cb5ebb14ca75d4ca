using System.Runtime.CompilerServices;
using Kybernet.Client.Transport;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;

namespace Kybernet.Client;

/// <summary>A client over a transport.</summary>
/// <param name="transport">Where calls go.</param>
/// <param name="names">The resources of kinds.</param>
/// <param name="manager">Whose fields the written ones are.</param>
public sealed class ApiClient(IApiTransport transport, KindNames names, string manager) : IClient
{
    public ValueTask<ApiResult<T>> GetAsync<T>(ObjectKey key, CancellationToken cancel)
        where T : class, IObject<T> => SendAsync<T>(Call<T>(ApiVerb.Get, key.Namespace, key.Name), cancel);

    public async ValueTask<ApiResult<ApiList<T>>> ListAsync<T>(string @namespace, string labelSelector, CancellationToken cancel)
        where T : class, IObject<T> =>
        Typed<T>(await transport.ListAsync(Call<T>(ApiVerb.List, @namespace, "") with { LabelSelector = labelSelector }, cancel));

    public ValueTask<ApiResult<T>> CreateAsync<T>(T value, CancellationToken cancel)
        where T : class, IObject<T> => SendAsync<T>(Call<T>(ApiVerb.Create, value.Metadata.Namespace, "") with { Body = value }, cancel);

    public ValueTask<ApiResult<T>> UpdateAsync<T>(T value, CancellationToken cancel)
        where T : class, IObject<T> => SendAsync<T>(Write(ApiVerb.Update, value), cancel);

    public ValueTask<ApiResult<T>> UpdateStatusAsync<T>(T value, CancellationToken cancel)
        where T : class, IObject<T> => SendAsync<T>(Write(ApiVerb.Update, value) with { Subresource = "status" }, cancel);

    public ValueTask<ApiResult<T>> DeleteAsync<T>(ObjectKey key, DeleteOptions options, CancellationToken cancel)
        where T : class, IObject<T> => SendAsync<T>(Call<T>(ApiVerb.Delete, key.Namespace, key.Name) with { DeleteOptions = options }, cancel);

    public ValueTask<ApiResult<IObject>> ApplyAsync(IObject value, string fieldManager, bool force, CancellationToken cancel)
    {
        var call = new ApiCall(ApiVerb.Apply, names.ResourceOf(value.Gvk))
        {
            Namespace = names.IsNamespaced(value.Gvk) ? value.Metadata.Namespace is { Length: > 0 } given ? given : "default" : "",
            Name = value.Metadata.Name,
            Body = value,
            FieldManager = fieldManager,
            Force = force,
        };
        return transport.SendAsync(call, cancel);
    }

    public async IAsyncEnumerable<WatchNotice<T>> WatchAsync<T>(
        string @namespace, string resourceVersion, [EnumeratorCancellation] CancellationToken cancel)
        where T : class, IObject<T>
    {
        var call = Call<T>(ApiVerb.List, @namespace, "") with { ResourceVersion = resourceVersion };
        await foreach (var notice in transport.WatchAsync(call, cancel)) yield return new(notice.Kind, (T)notice.Object);
    }

    public ValueTask<ApiResult<T>> PatchAsync<T>(ObjectKey key, ObjectPatch patch, string subresource, CancellationToken cancel)
        where T : class, IObject<T> =>
        SendAsync<T>(Call<T>(ApiVerb.Patch, key.Namespace, key.Name) with { Subresource = subresource, Patch = patch }, cancel);

    public async ValueTask<ApiResult<ApiList<T>>> DeleteAllAsync<T>(
        string @namespace, string labelSelector, string fieldSelector, DeleteOptions options, CancellationToken cancel)
        where T : class, IObject<T> => Typed<T>(await transport.ListAsync(
            Call<T>(ApiVerb.DeleteCollection, @namespace, "") with
            {
                LabelSelector = labelSelector,
                FieldSelector = fieldSelector,
                DeleteOptions = options,
            },
            cancel));

    public ValueTask<ApiResult<TBody>> CreateAtAsync<T, TBody>(ObjectKey key, string subresource, TBody body, CancellationToken cancel)
        where T : class, IObject<T>
        where TBody : class, IObject<TBody> =>
        SendAsync<TBody>(Call<T>(ApiVerb.Create, key.Namespace, key.Name) with { Subresource = subresource, Body = body }, cancel);

    public ValueTask<ApiResult<TView>> GetAtAsync<T, TView>(ObjectKey key, string subresource, CancellationToken cancel)
        where T : class, IObject<T>
        where TView : class, IObject<TView> =>
        SendAsync<TView>(Call<T>(ApiVerb.Get, key.Namespace, key.Name) with { Subresource = subresource }, cancel);

    public ValueTask<ApiResult<TView>> UpdateAtAsync<T, TView>(ObjectKey key, string subresource, TView view, CancellationToken cancel)
        where T : class, IObject<T>
        where TView : class, IObject<TView> =>
        SendAsync<TView>(Call<T>(ApiVerb.Update, key.Namespace, key.Name) with { Subresource = subresource, Body = view }, cancel);

    public ValueTask<ApiResult<IObject>> SendAsync(ApiCall call, CancellationToken cancel) => transport.SendAsync(call, cancel);

    public ValueTask<ApiResult<ApiList<IObject>>> ListAsync(ApiCall call, CancellationToken cancel) => transport.ListAsync(call, cancel);

    public IAsyncEnumerable<WatchNotice<IObject>> WatchAsync(ApiCall call, CancellationToken cancel) => transport.WatchAsync(call, cancel);

    private ApiCall Write<T>(ApiVerb verb, T value)
        where T : class, IObject<T> => Call<T>(verb, value.Metadata.Namespace, value.Metadata.Name) with { Body = value };

    private ApiCall Call<T>(ApiVerb verb, string @namespace, string name)
        where T : class, IObject<T> => new(verb, names.ResourceOf(T.Gvk))
        {
            Namespace = names.IsNamespaced(T.Gvk) && @namespace.Length == 0 && verb != ApiVerb.List ? "default" : @namespace,
            Name = name,
            FieldManager = manager,
        };

    private static ApiResult<ApiList<T>> Typed<T>(ApiResult<ApiList<IObject>> listed)
        where T : class, IObject<T> =>
        listed.TryGet(out var list, out var error) ? new ApiList<T>([.. list.Items.Cast<T>()], list.ResourceVersion) : error;

    private async ValueTask<ApiResult<T>> SendAsync<T>(ApiCall call, CancellationToken cancel)
        where T : class, IObject<T>
    {
        var sent = await transport.SendAsync(call, cancel);
        return sent.TryGet(out var value, out var error) ? (T)value : error;
    }
}
