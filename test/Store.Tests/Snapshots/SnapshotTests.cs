using Kybernet.Base;
using Kybernet.Store.Embedded;
using Kybernet.Store.Memory;
using Kybernet.Store.Snapshots;
using Kybernet.Store.Tests.Engines;

namespace Kybernet.Store.Tests.Snapshots;

public sealed class SnapshotTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly ManualClock _clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string SnapshotPath => Path.Combine(_directory.Path, "one.kybsnap");

    private string RestoredPath => Path.Combine(_directory.Path, "restored");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Restore_SavedStore_HasTheSameKeysAndRevisions()
    {
        await using var store = await FilledAsync();
        var before = (await store.RangeAsync(new(KeyRange.All), Cancel)).Value;
        var saved = (await SnapshotWriter.SaveAsync(store, SnapshotPath, _clock, Cancel)).Value;
        Assert.Equal((before.Revision, 3000L, 1L), (saved.Revision, saved.Keys, saved.Leases));
        Assert.Equal(saved, SnapshotFiles.Check(SnapshotPath, Cancel).Value);
        Assert.True(SnapshotRestore.Restore(SnapshotPath, RestoredPath, Cancel).IsOk);
        await using var restored = (await EmbeddedStore.OpenAsync(new() { Directory = RestoredPath }, _clock, Cancel)).Value;
        var after = (await restored.RangeAsync(new(KeyRange.All), Cancel)).Value;
        Assert.Equal(before.Revision, after.Revision);
        Assert.Equal(before.Items, after.Items.AsEnumerable());
        Assert.Equal([Bytes.Of("leased")], (await restored.GetLeaseAsync(new(7), withKeys: true, Cancel)).Value.Keys);
        Assert.IsType<StoreError.Compacted>((await restored.RangeAsync(new(KeyRange.All) { Revision = before.Revision.Before }, Cancel)).Error);
        Assert.Equal(before.Revision.Next, (await restored.PutAsync(new(Bytes.Of("k0001"), Bytes.Of("new")), Cancel)).Value.Revision);
    }

    [Fact]
    public async Task Save_UnderLoad_IsTheStateAtItsRevision()
    {
        await using var store = await FilledAsync();
        using var stop = new CancellationTokenSource();
        var writers = Task.WhenAll(Enumerable.Range(0, 8).Select(writer => WriteAsync(store, writer, stop.Token)));
        var saved = (await SnapshotWriter.SaveAsync(store, SnapshotPath, _clock, Cancel)).Value;
        await stop.CancelAsync();
        await writers;
        var expected = (await store.RangeAsync(new(KeyRange.All) { Revision = saved.Revision }, Cancel)).Value;
        SnapshotRestore.Restore(SnapshotPath, RestoredPath, Cancel);
        await using var restored = (await EmbeddedStore.OpenAsync(new() { Directory = RestoredPath }, _clock, Cancel)).Value;
        Assert.Equal(expected.Items, (await restored.RangeAsync(new(KeyRange.All), Cancel)).Value.Items.AsEnumerable());
    }

    [Fact]
    public async Task Save_Anywhere_IsForTheOwnerOnlyAndLeavesNothingElse()
    {
        await using var store = new MemoryStore(MemoryStoreOptions.Default, _clock);
        await SnapshotWriter.SaveAsync(store, SnapshotPath, _clock, Cancel);
        Assert.Equal([SnapshotPath], Directory.GetFileSystemEntries(_directory.Path));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(SnapshotPath));
    }

    [Fact]
    public async Task Restore_DirectoryNotEmpty_IsRefused()
    {
        await using var store = new MemoryStore(MemoryStoreOptions.Default, _clock);
        await SnapshotWriter.SaveAsync(store, SnapshotPath, _clock, Cancel);
        Assert.IsType<StoreError.Invalid>(SnapshotRestore.Restore(SnapshotPath, _directory.Path, Cancel).Error);
    }

    [Fact]
    public async Task Check_AnyByteChangedOrMissing_IsDamaged()
    {
        await using var store = new MemoryStore(MemoryStoreOptions.Default, _clock);
        for (var i = 0; i < 5; i++) await store.PutAsync(new(Bytes.Of($"k{i}"), Bytes.Of($"value {i}")), Cancel);
        await SnapshotWriter.SaveAsync(store, SnapshotPath, _clock, Cancel);
        var whole = await File.ReadAllBytesAsync(SnapshotPath, Cancel);
        for (var i = 0; i < whole.Length; i++)
        {
            var changed = whole.ToArray();
            changed[i] ^= 0x10;
            await File.WriteAllBytesAsync(SnapshotPath, changed, Cancel);
            Assert.False(SnapshotFiles.Check(SnapshotPath, Cancel).IsOk, $"byte {i} changed");
            await File.WriteAllBytesAsync(SnapshotPath, whole[..i], Cancel);
            Assert.False(SnapshotFiles.Check(SnapshotPath, Cancel).IsOk, $"cut off at {i}");
        }

        Assert.False(SnapshotRestore.Restore(SnapshotPath, RestoredPath, Cancel).IsOk);
        Assert.False(Directory.Exists(RestoredPath));
    }

    [Fact]
    public async Task Schedule_EachInterval_TakesOneAndKeepsTheNewest()
    {
        await using var store = new MemoryStore(MemoryStoreOptions.Default, _clock);
        await using var schedule = new SnapshotSchedule(store, new() { Directory = RestoredPath, Keep = 2 }, _clock);
        for (var i = 0; i < 4; i++)
        {
            await store.PutAsync(new(Bytes.Of("a"), Bytes.Of($"{i}")), Cancel);
            Assert.True((await schedule.TakeAsync(Cancel)).IsOk);
            _clock.Advance(TimeSpan.FromHours(1));
        }

        var revisions = Directory.GetFiles(RestoredPath).Order().Select(file => SnapshotFiles.Check(file, Cancel).Value.Revision.Value);
        Assert.Equal([4L, 5L], revisions);
    }

    private async Task<IStore> FilledAsync()
    {
        var store = (await EmbeddedStore.OpenAsync(new() { Directory = Path.Combine(_directory.Path, "store"), ValueCacheBytes = 1000 }, _clock, Cancel)).Value;
        await store.GrantLeaseAsync(new(7), 3600, Cancel);
        await store.PutAsync(new(Bytes.Of("leased"), Bytes.Of("x")) { Lease = new(7) }, Cancel);
        await store.PutAsync(new(Bytes.Of("gone"), Bytes.Of("x")), Cancel);
        await Task.WhenAll(Enumerable.Range(0, 2999).Select(i => store.PutAsync(new(Bytes.Of($"k{i:d4}"), Bytes.Of($"value {i}")), Cancel).AsTask()));
        await store.DeleteAsync(new(KeyRange.Single(Bytes.Of("gone"))), Cancel);
        return store;
    }

    private static async Task WriteAsync(IStore store, int writer, CancellationToken stop)
    {
        await Task.Yield();
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var key = Bytes.Of($"k{((writer * 7919) + (i * 31)) % 4000:d4}");
            if (i % 5 == 0) await store.DeleteAsync(new(KeyRange.Single(key)), Cancel);
            else await store.PutAsync(new(key, Bytes.Of($"{writer}.{i}")), Cancel);
        }
    }
}
