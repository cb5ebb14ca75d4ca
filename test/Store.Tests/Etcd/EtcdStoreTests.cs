using Kybernet.Base;
using Kybernet.Store.Etcd;

namespace Kybernet.Store.Tests.Etcd;

/// <summary>What only the etcd engine has: paging, TLS, fail-over, resumed watches, errors completed with what etcd leaves out.</summary>
public sealed class EtcdStoreTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Range_MoreThanAPage_IsWholeAndAtOneRevision()
    {
        await using var cluster = await EtcdCluster.StartAsync(1, tls: false, Cancel);
        await using var store = new EtcdStore(cluster.Options with { PageSize = 7 }, TimeProvider.System);
        for (var i = 0; i < 50; i++) await PutAsync(store, $"k{i:d2}", $"v{i}");

        var all = (await store.RangeAsync(new(KeyRange.Prefix(Bytes.Of("k"))), Cancel)).Value;
        var some = (await store.RangeAsync(new(KeyRange.Prefix(Bytes.Of("k"))) { Limit = 20 }, Cancel)).Value;

        Assert.Equal([.. Enumerable.Range(0, 50).Select(i => $"k{i:d2}")], all.Items.Select(i => i.Key.ToString()));
        Assert.Equal((50, false, 51L), (all.Count, all.More, all.Revision.Value));
        Assert.Equal(all.Items[..20].AsEnumerable(), some.Items);
        Assert.Equal((50, true), (some.Count, some.More));
    }

    [Fact]
    public async Task Range_PageLargerThanAMessage_IsReadInSmallerPages()
    {
        await using var cluster = await EtcdCluster.StartAsync(1, tls: false, Cancel);
        await using var store = new EtcdStore(cluster.Options with { MaxMessageBytes = 100_000 }, TimeProvider.System);
        for (var i = 0; i < 30; i++) await PutAsync(store, $"k{i:d2}", new string('x', 20_000));

        var all = (await store.RangeAsync(new(KeyRange.All), Cancel)).Value;

        Assert.Equal(30, all.Items.Length);
    }

    [Fact]
    public async Task Errors_AboutRevisions_NameTheStoresOwn()
    {
        await using var cluster = await EtcdCluster.StartAsync(1, tls: false, Cancel);
        await using var store = new EtcdStore(cluster.Options, TimeProvider.System);
        for (var i = 0; i < 5; i++) await PutAsync(store, "k", $"{i}");
        Assert.Equal(new Revision(6), (await store.CompactAsync(new(4), Cancel)).Value);

        Assert.Equal(new StoreError.Compacted(new(4)), (await store.RangeAsync(new(KeyRange.All) { Revision = new(3) }, Cancel)).Error);
        Assert.Equal(new StoreError.Compacted(new(4)), (await store.CompactAsync(new(2), Cancel)).Error);
        Assert.Equal(new StoreError.FutureRevision(new(9), new(6)), (await store.RangeAsync(new(KeyRange.All) { Revision = new(9) }, Cancel)).Error);
        await using var watch = (await store.WatchAsync(new(KeyRange.All) { StartRevision = new(2) }, Cancel)).Value;
        Assert.Equal(new StoreError.Compacted(new(4)), (await watch.ReadAsync(Cancel)).Error);
    }

    [Fact]
    public async Task Tls_WithAndWithoutAClientCertificate_IsAcceptedAndRefused()
    {
        await using var cluster = await EtcdCluster.StartAsync(1, tls: true, Cancel);
        await using var known = new EtcdStore(cluster.Options, TimeProvider.System);
        await using var unknown = new EtcdStore(
            cluster.Options with { CertificateFile = null, KeyFile = null, RequestTimeout = TimeSpan.FromSeconds(1) }, TimeProvider.System);

        Assert.True((await known.PutAsync(new(Bytes.Of("k"), Bytes.Of("v")), Cancel)).IsOk);
        var refused = Assert.IsType<StoreError.Unavailable>((await unknown.PutAsync(new(Bytes.Of("k"), Bytes.Of("v")), Cancel)).Error);
        Assert.Equal(UnavailableReason.Unreachable, refused.Reason);
    }

    [Fact]
    public async Task Requests_NoServer_SayThatNothingHappened()
    {
        var endpoint = new Uri($"http://127.0.0.1:{LoopbackPorts.Free(1)[0]}");
        await using var store = new EtcdStore(new() { Endpoints = [endpoint], RequestTimeout = TimeSpan.FromMilliseconds(300) }, TimeProvider.System);

        var put = Assert.IsType<StoreError.Unavailable>((await store.PutAsync(new(Bytes.Of("k"), Bytes.Of("v")), Cancel)).Error);
        var watch = Assert.IsType<StoreError.Unavailable>((await store.WatchAsync(new(KeyRange.All), Cancel)).Error);

        Assert.Equal((UnavailableReason.Unreachable, false), (put.Reason, put.OutcomeUnknown));
        Assert.Equal(UnavailableReason.Unreachable, watch.Reason);
    }

    [Fact]
    public async Task Watch_ServerRestarts_GoesOnWithoutGapOrRepetition()
    {
        await using var cluster = await EtcdCluster.StartAsync(1, tls: false, Cancel);
        await using var store = new EtcdStore(cluster.Options, TimeProvider.System);
        await using var watch = (await store.WatchAsync(new(KeyRange.All), Cancel)).Value;
        await PutAsync(store, "k", "1");
        Assert.Equal(new Revision(2), (await watch.ReadAsync(Cancel)).Revision);

        var reading = watch.ReadAsync(Cancel);
        await cluster.KillMemberAsync(0, Cancel);
        cluster.StartMember(0);
        await PutAsync(store, "k", "2");
        await PutAsync(store, "k", "3");

        var said = (await reading).Events.ToList();
        while (said.Count < 2) said.AddRange((await watch.ReadAsync(Cancel)).Events);
        Assert.Equal([3L, 4L], said.Select(e => e.Revision.Value));
    }

    [Fact]
    public async Task RequestProgress_AfterChanges_MarkComesAfterTheirEvents()
    {
        await using var cluster = await EtcdCluster.StartAsync(1, tls: false, Cancel);
        await using var store = new EtcdStore(cluster.Options, TimeProvider.System);
        await using var watch = (await store.WatchAsync(new(KeyRange.Prefix(Bytes.Of("a"))), Cancel)).Value;
        await PutAsync(store, "a", "1");
        for (var i = 0; i < 10; i++) await PutAsync(store, "b", "1");
        watch.RequestProgress();

        var first = await watch.ReadAsync(Cancel);
        var second = await watch.ReadAsync(Cancel);

        Assert.Equal((1, new Revision(2)), (first.Events.Length, first.Revision));
        Assert.Equal((true, new Revision(12)), (second.IsProgress, second.Revision));
    }

    [Fact]
    public async Task Dispose_WhileReading_EndsTheWatch()
    {
        await using var cluster = await EtcdCluster.StartAsync(1, tls: false, Cancel);
        await using var store = new EtcdStore(cluster.Options, TimeProvider.System);
        var watch = (await store.WatchAsync(new(KeyRange.All), Cancel)).Value;
        var reading = watch.ReadAsync(Cancel);
        await watch.DisposeAsync();

        var ended = Assert.IsType<StoreError.Unavailable>((await reading).Error);
        Assert.Equal(UnavailableReason.Closed, ended.Reason);
    }

    private static async Task PutAsync(EtcdStore store, string key, string value)
    {
        var put = await store.PutAsync(new(Bytes.Of(key), Bytes.Of(value)), Cancel);
        Assert.True(put.IsOk, put.ToString());
    }
}
