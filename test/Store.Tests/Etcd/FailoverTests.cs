using System.Collections.Concurrent;
using Kybernet.Base;
using Kybernet.Store.Etcd;

namespace Kybernet.Store.Tests.Etcd;

/// <summary>A cluster of three that loses its leader under load.</summary>
public sealed class FailoverTests
{
    private const int Writers = 8;
    private const int PutsPerWriter = 150;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task KillLeader_UnderLoad_NothingAcknowledgedIsLostAndTheWatchHasNoGap()
    {
        await using var cluster = await EtcdCluster.StartAsync(3, tls: false, Cancel);
        await using var store = new EtcdStore(cluster.Options, TimeProvider.System);
        await using var watch = (await store.WatchAsync(new(KeyRange.All), Cancel)).Value;
        var done = new ConcurrentDictionary<string, Revision>();
        var unknown = new ConcurrentDictionary<string, StoreError>();
        var third = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var writers = Enumerable.Range(0, Writers).Select(w => WriteAsync(store, w, done, unknown, third)).ToArray();
        await third.Task;
        await cluster.KillMemberAsync(await cluster.LeaderAsync(Cancel), Cancel);
        await Task.WhenAll(writers);

        var items = (await store.RangeAsync(new(KeyRange.All), Cancel)).Value.Items.ToDictionary(i => i.Key.ToString(), i => i.ModRevision);
        Assert.All(done, put => Assert.Equal(put.Value, items[put.Key]));
        Assert.All(items.Keys, key => Assert.True(done.ContainsKey(key) || unknown.ContainsKey(key), $"{key} is there but was said to have failed"));
        Assert.All(unknown.Values, error => Assert.True(Assert.IsType<StoreError.Unavailable>(error).OutcomeUnknown, error.Message));
        Assert.Equal([.. items.OrderBy(i => i.Value).Select(i => i.Key)], await WatchedAsync(watch, items.Count));
    }

    [Fact]
    public async Task KillLeader_UnderSwaps_EachIsAnsweredAndTookEffectOnce()
    {
        await using var cluster = await EtcdCluster.StartAsync(3, tls: false, Cancel);
        await using var store = new EtcdStore(cluster.Options, TimeProvider.System);
        var third = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var writers = Enumerable.Range(0, Writers).Select(writer => SwapAsync(store, Bytes.Of($"s{writer}"), third)).ToArray();
        await third.Task;
        await cluster.KillMemberAsync(await cluster.LeaderAsync(Cancel), Cancel);

        await Task.WhenAll(writers);
    }

    /// <summary>Creates, changes and deletes a key again and again; each answer has to be the next step.</summary>
    private static async Task SwapAsync(EtcdStore store, Bytes key, TaskCompletionSource third)
    {
        var revision = Revision.None;
        for (var i = 0; i < PutsPerWriter; i++)
        {
            var isDelete = i % 5 == 4;
            TxnOperation change = isDelete ? new TxnOperation.Delete(new(KeyRange.Single(key))) : new TxnOperation.Put(new(key, Bytes.Of($"{i}")));
            var done = await store.TxnAsync(new([Compare.ModRevision(key, CompareRelation.Equal, revision)], [change], []), Cancel);
            Assert.True(done.IsOk && done.Value.Succeeded, $"step {i} of {key}: {done}");
            revision = isDelete ? Revision.None : done.Value.Revision;
            if (i == PutsPerWriter / 3) third.TrySetResult();
        }
    }

    /// <summary>Each put writes a key of its own once, so that one made twice would show as a second version or a second event.</summary>
    private static async Task WriteAsync(
        EtcdStore store, int writer, ConcurrentDictionary<string, Revision> done, ConcurrentDictionary<string, StoreError> unknown, TaskCompletionSource third)
    {
        for (var i = 0; i < PutsPerWriter; i++)
        {
            var key = $"w{writer}-{i:d4}";
            var put = await store.PutAsync(new(Bytes.Of(key), Bytes.Of("v")), Cancel);
            if (put.TryGet(out var made, out var error)) done[key] = made.Revision;
            else unknown[key] = error;
            if (done.Count > Writers * PutsPerWriter / 3) third.TrySetResult();
        }
    }

    private static async Task<List<string>> WatchedAsync(IWatch watch, int count)
    {
        var keys = new List<string>();
        var last = Revision.None;
        while (keys.Count < count)
        {
            var message = await watch.ReadAsync(Cancel);
            Assert.Null(message.Error);
            Assert.All(message.Events, change => Assert.Equal(1, change.Current.Version));
            if (!message.Events.IsEmpty) Assert.True(message.Events[0].Revision > last, "an event came twice or out of order");
            last = message.Revision;
            keys.AddRange(message.Events.Select(e => e.Current.Key.ToString()));
        }

        return keys;
    }
}
