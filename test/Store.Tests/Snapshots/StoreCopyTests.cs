using Kybernet.Base;
using Kybernet.Store.Embedded;
using Kybernet.Store.Etcd;
using Kybernet.Store.Memory;
using Kybernet.Store.Snapshots;
using Kybernet.Store.Tests.Engines;
using Kybernet.Store.Tests.Etcd;
using Kybernet.Store.Tests.Serving;

namespace Kybernet.Store.Tests.Snapshots;

/// <summary>Between the embedded store and a real etcd, both ways, by copying and by snapshots.</summary>
public sealed class StoreCopyTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Copy_ToARealEtcdAndBack_HasTheSameKeysValuesAndLeases()
    {
        await using var cluster = await EtcdCluster.StartAsync(1, tls: true, Cancel);
        await using var etcd = new EtcdStore(cluster.Options, TimeProvider.System);
        await using var source = await FilledAsync("source");
        var copied = (await StoreCopy.IntoStoreAsync(source, etcd, Cancel)).Value;
        Assert.Equal((2100L, 1L), (copied.Keys, copied.Leases));
        Assert.IsType<StoreError.Invalid>((await StoreCopy.IntoStoreAsync(source, etcd, Cancel)).Error);

        var back = (await StoreCopy.IntoDirectoryAsync(etcd, PathOf("back"), TimeProvider.System, Cancel)).Value;
        Assert.Equal(copied.To, back.To);
        await using var returned = await OpenAsync("back");
        Assert.Equal(await PairsAsync(source), await PairsAsync(returned));
        Assert.Equal(await ItemsAsync(etcd), await ItemsAsync(returned));
        Assert.Equal(2100, (await returned.GetLeaseAsync(new(7), withKeys: true, Cancel)).Value.Keys.Length);
    }

    [Fact]
    public async Task Restore_SnapshotOfARealEtcdWithHistory_IsItsStateAtTheEnd()
    {
        await using var cluster = await EtcdCluster.StartAsync(1, tls: true, Cancel);
        await using var etcd = new EtcdStore(cluster.Options, TimeProvider.System);
        await etcd.GrantLeaseAsync(new(7), 1000, Cancel);
        foreach (var key in (string[])["a", "b", "a", "c", "gone", "a"])
            Assert.True((await etcd.PutAsync(new(Bytes.Of(key), Bytes.Of(key + "'s")) { Lease = new(7) }, Cancel)).IsOk);
        await etcd.CompactAsync(new(3), Cancel);
        await etcd.DeleteAsync(new(KeyRange.Single(Bytes.Of("gone"))), Cancel);
        var saved = (await EtcdSnapshots.DownloadAsync(cluster.Options, PathOf("etcd.db"), Cancel)).Value;

        SnapshotRestore.Restore(PathOf("etcd.db"), PathOf("restored"), Cancel);
        await using var restored = await OpenAsync("restored");
        Assert.Equal(await ItemsAsync(etcd), await ItemsAsync(restored));
        Assert.Equal((3L, 1L, new Revision(8)), (saved.Keys, saved.Leases, saved.Revision));
        Assert.Equal(new(9), (await restored.PutAsync(new(Bytes.Of("a"), Bytes.Of("new")), Cancel)).Value.Revision);
        var status = await new EtcdCtl(cluster.Endpoints[0]) { Certificates = cluster.Certificates }.RunAsync($"snapshot status {PathOf("etcd.db")}", Cancel);
        Assert.StartsWith($"{saved.Hash:x}, {saved.Revision}, {saved.TotalKeys}, ", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copy_IntoADirectory_KeepsRevisionsVersionsAndLeases()
    {
        await using var source = await FilledAsync("source");
        Assert.True((await StoreCopy.IntoDirectoryAsync(source, PathOf("copy"), TimeProvider.System, Cancel)).IsOk);
        Assert.IsType<StoreError.Invalid>((await StoreCopy.IntoDirectoryAsync(source, PathOf("copy"), TimeProvider.System, Cancel)).Error);
        await using var copy = await OpenAsync("copy");
        Assert.Equal(await ItemsAsync(source), await ItemsAsync(copy));
        Assert.Equal(["copy", "source"], Directory.GetFileSystemEntries(_directory.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Copy_TargetLosesAValue_IsFoundOut()
    {
        await using var source = await FilledAsync("source");
        await using var target = new MemoryStore(MemoryStoreOptions.Default, TimeProvider.System);
        await StoreCopy.IntoStoreAsync(source, target, Cancel);
        await target.PutAsync(new(Bytes.Of("k1000"), Bytes.Of("other")), Cancel);
        var (from, to) = ((await source.GetStatusAsync(Cancel)).Value.Revision, (await target.GetStatusAsync(Cancel)).Value.Revision);
        var difference = await StoreComparison.DifferenceAsync(source, from, target, to, withRevisions: false, Cancel);
        Assert.Contains("'k1000'", Assert.IsType<StoreError.Invalid>(difference).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_EtcdSnapshotChangedOrCutShort_IsDamaged()
    {
        await using var source = new MemoryStore(MemoryStoreOptions.Default, TimeProvider.System);
        for (var i = 0; i < 50; i++) await source.PutAsync(new(Bytes.Of($"k{i}"), Bytes.Of($"value {i}")), Cancel);
        Assert.True((await EtcdSnapshots.SaveAsync(source, PathOf("one.db"), Cancel)).IsOk);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf("one.db")));
        var whole = await File.ReadAllBytesAsync(PathOf("one.db"), Cancel);
        for (var i = 0; i < whole.Length; i += 499)
        {
            var changed = whole.ToArray();
            changed[i] ^= 0x10;
            await File.WriteAllBytesAsync(PathOf("one.db"), changed, Cancel);
            Assert.False(SnapshotFiles.Check(PathOf("one.db"), Cancel).IsOk, $"byte {i} changed");
            await File.WriteAllBytesAsync(PathOf("one.db"), whole[..i], Cancel);
            Assert.False(SnapshotRestore.Restore(PathOf("one.db"), PathOf("restored"), Cancel).IsOk, $"cut off at {i}");
        }

        Assert.False(Directory.Exists(PathOf("restored")));
    }

    private string PathOf(string name) => Path.Combine(_directory.Path, name);

    private async Task<EmbeddedStore> OpenAsync(string name) =>
        (await EmbeddedStore.OpenAsync(new() { Directory = PathOf(name) }, TimeProvider.System, Cancel)).Value;

    /// <summary>2100 keys, put twice, some of 9 KB; one more came and went.</summary>
    private async Task<EmbeddedStore> FilledAsync(string name)
    {
        var store = await OpenAsync(name);
        await store.GrantLeaseAsync(new(7), 3600, Cancel);
        for (var round = 0; round < 2; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 2100).Select(i => store.PutAsync(
                new(Bytes.Of($"k{i:d4}"), Bytes.Of(i % 7 == 0 ? new string('x', 9000) : $"{round}.{i}")) { Lease = new(7) }, Cancel).AsTask()));
        }

        await store.PutAsync(new(Bytes.Of("gone"), Bytes.Of("x")), Cancel);
        await store.DeleteAsync(new(KeyRange.Single(Bytes.Of("gone"))), Cancel);
        return store;
    }

    private static async Task<KeyValue[]> ItemsAsync(IStore store) => [.. (await store.RangeAsync(new(KeyRange.All), Cancel)).Value.Items];

    private static async Task<(Bytes, Bytes, LeaseId)[]> PairsAsync(IStore store) =>
        [.. (await ItemsAsync(store)).Select(item => (item.Key, item.Value, item.Lease))];
}
