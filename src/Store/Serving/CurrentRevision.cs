using Grpc.Core;

namespace Kybernet.Store.Serving;

/// <summary>Asks a store where it stands.</summary>
internal static class CurrentRevision
{
    /// <summary>The store's revision. Throws <see cref="RpcException"/> when the store cannot tell.</summary>
    public static async ValueTask<Revision> CurrentRevisionAsync(this IStore store, CancellationToken cancel)
    {
        var result = await store.RangeAsync(new(KeyRange.Single(KeyRange.All.Start)) { CountOnly = true }, cancel);
        return result.TryGet(out var range, out var error) ? range.Revision : throw ServingErrors.ToRpc(error);
    }
}
