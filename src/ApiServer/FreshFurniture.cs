using System.Collections.Immutable;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Objects;
using Kybernet.Store;

namespace Kybernet.ApiServer;

/// <summary>Writes what an empty store lacks, many objects a transaction.</summary>
internal sealed class FreshFurniture(ResourceRegistry registry, WriteRequest server)
{
    // Etcd takes 128 operations a transaction.
    private const int PerTransaction = 100;

    /// <summary>Creates the objects that are not there, and gives those it did not create: they were there, or somebody else was first.</summary>
    public async Task<List<IObject>> WriteAsync(IReadOnlyList<IObject> constants, CancellationToken cancel)
    {
        List<IObject> others = [];
        List<IObject> missing = [];
        foreach (var constant in constants) (IsMissing(constant) ? missing : others).Add(constant);
        foreach (var some in missing.Chunk(PerTransaction))
            if (!await TryWriteAsync(some, cancel)) others.AddRange(some);
        return others;
    }

    private bool IsMissing(IObject value)
    {
        var resource = registry.FindKind(value.Gvk);
        return resource.Cache.Snapshot.Objects.Find(resource.KeyOf(value.Metadata.Namespace, value.Metadata.Name)) is null;
    }

    private async Task<bool> TryWriteAsync(IObject[] constants, CancellationToken cancel)
    {
        var compares = ImmutableArray.CreateBuilder<Compare>(constants.Length);
        var puts = ImmutableArray.CreateBuilder<TxnOperation>(constants.Length);
        var pending = new List<(StoreFeed Feed, byte[] Bytes, PendingWrite Write)>(constants.Length);
        foreach (var constant in constants)
        {
            var resource = registry.FindKind(constant.Gvk);
            var value = BuiltInApi.Furniture.Make(resource, constant, server with { Namespace = constant.Metadata.Namespace, Warnings = [] });
            var key = resource.KeyOf(value.Metadata.Namespace, value.Metadata.Name);
            var bytes = resource.Encode(value);
            compares.Add(Compare.ModRevision(resource.StoreKeyOf(key), CompareRelation.Equal, Revision.None));
            puts.Add(new TxnOperation.Put(new(resource.StoreKeyOf(key), bytes)));
            pending.Add((resource.Feed, bytes, resource.Feed.Announce(resource.Cache, key, value, bytes)));
        }

        var done = await registry.FindKind(constants[0].Gvk).Store.TxnAsync(new(compares.ToImmutable(), puts.ToImmutable(), []), cancel);
        var revision = done.Error is null && done.Value.Succeeded ? done.Value.Revision.Value : 0;
        foreach (var (feed, bytes, write) in pending)
        {
            if (revision == 0)
            {
                feed.Forget(bytes);
                continue;
            }

            write.At(revision);
            feed.Written(bytes, revision);
        }

        if (revision > 0) await pending[0].Feed.WaitForAsync(revision, cancel);
        if (done.Error is { } error) throw new IOException($"what every cluster has could not be written: {error.Message}");
        return revision > 0;
    }
}
