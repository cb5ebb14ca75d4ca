using Kybernet.Base;
using Kybernet.Store.Embedded;
using Kybernet.Store.Tests.Engines;

namespace Kybernet.Store.Tests.Faults;

/// <summary>What can be wrong with a real file.</summary>
public sealed class FileFaultTests : IDisposable
{
    private const int Keys = 300;

    private readonly TempDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string StorePath => Path.Combine(_directory.Path, "store.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Open_AlreadyOpen_IsLocked()
    {
        await using var store = await OpenAsync();
        var second = await EmbeddedStore.OpenAsync(new() { Directory = _directory.Path }, TimeProvider.System, Cancel);
        Assert.Equal(UnavailableReason.Locked, Assert.IsType<StoreError.Unavailable>(second.Error).Reason);
    }

    [Fact]
    public async Task Open_NotAStore_SaysSo()
    {
        await File.WriteAllTextAsync(StorePath, new string('x', 100_000), Cancel);
        var result = await EmbeddedStore.OpenAsync(new() { Directory = _directory.Path }, TimeProvider.System, Cancel);
        var error = Assert.IsType<StoreError.Unavailable>(result.Error);
        Assert.Equal(UnavailableReason.Damaged, error.Reason);
        Assert.Contains("restore the last snapshot", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_FileFull_IsRefusedAndGoesOnWhenThereIsRoom()
    {
        var last = Revision.None;
        await using (var store = (await EmbeddedStore.OpenAsync(new() { Directory = _directory.Path, MaxFileBytes = 1_000_000 },
            TimeProvider.System, Cancel)).Value)
        {
            StoreResult<PutResponse> result;
            while ((result = await PutAsync(store, $"k{last}", 5000)).IsOk) last = result.Value.Revision;
            Assert.Equal(UnavailableReason.DiskFull, Assert.IsType<StoreError.Unavailable>(result.Error).Reason);
            Assert.Equal(last.Value - 1, (await store.RangeAsync(new(KeyRange.All), Cancel)).Value.Items.Length);
        }

        await using var roomy = await OpenAsync();
        Assert.Equal(last.Value - 1, (await roomy.RangeAsync(new(KeyRange.All), Cancel)).Value.Items.Length);
        Assert.Equal(last.Next, (await PutAsync(roomy, "more", 5000)).Value.Revision);
    }

    [Fact]
    public async Task Log_UnderSteadyWrites_IsMovedIntoTheFile()
    {
        const int ValueBytes = 100_000;
        const long Limit = 128L << 20;
        await using var store = await OpenAsync();
        var written = 0L;
        for (; new FileInfo(StorePath).Length < 8 << 20; written += ValueBytes)
        {
            Assert.True(written < Limit, "128 MB are in the log and nothing in the file");
            await PutAsync(store, "k", ValueBytes);
        }
    }

    [Fact]
    public async Task FlippedBytes_Anywhere_NeverReadWrong()
    {
        await FillAsync();
        var whole = await File.ReadAllBytesAsync(StorePath, Cancel);
        var random = new Random(7);
        var (refused, damagedReads) = (0, 0);
        for (var i = 0; i < 150; i++)
        {
            var changed = whole.ToArray();
            var at = random.Next(changed.Length);
            changed[at] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(StorePath, changed, Cancel);
            var opened = await EmbeddedStore.OpenAsync(new() { Directory = _directory.Path, ValueCacheBytes = 0 }, TimeProvider.System, Cancel);
            if (!opened.IsOk)
            {
                Assert.NotEqual("", opened.Error.Message);
                refused++;
                continue;
            }

            await using var store = opened.Value;
            damagedReads += await CheckReadsAsync(store, at);
        }

        Assert.True(refused > 0 && damagedReads > 0, $"{refused} refused, {damagedReads} damaged reads");
    }

    private static async Task<int> CheckReadsAsync(EmbeddedStore store, int at)
    {
        var damaged = 0;
        for (var key = 0; key < Keys; key++)
        {
            var read = await store.RangeAsync(new(KeyRange.Single(Bytes.Of($"k{key}"))), Cancel);
            if (read.Error is StoreError.Unavailable { Reason: UnavailableReason.Damaged }) damaged++;
            else Assert.True(read.IsOk && read.Value.Items is [var item] && item.Value == ValueOf(key), $"key {key} with byte {at} changed: {read}");
        }

        return damaged;
    }

    [Fact]
    public async Task Reopen_AfterCompaction_HasWhatIsLiveAndKnowsWhatIsCompacted()
    {
        await using (var store = await OpenAsync())
        {
            for (var i = 0; i < 100; i++) await PutAsync(store, $"k{i % 10}", 100);
            await store.DeleteAsync(new(KeyRange.Single(Bytes.Of("k3"))), Cancel);
            await store.CompactAsync(new(90), Cancel);
        }

        await using var again = await OpenAsync();
        Assert.Equal(9, (await again.RangeAsync(new(KeyRange.All), Cancel)).Value.Items.Length);
        Assert.Equal(10, (await again.RangeAsync(new(KeyRange.All) { Revision = new(95) }, Cancel)).Value.Items.Length);
        Assert.IsType<StoreError.Compacted>((await again.RangeAsync(new(KeyRange.All) { Revision = new(89) }, Cancel)).Error);
        Assert.Equal(new Revision(103), (await PutAsync(again, "k3", 1)).Value.Revision);
    }

    [Fact]
    public async Task Watch_FromTheRevisionOfACompactedDeletion_SaysTheDeletion()
    {
        await using (var store = await OpenAsync())
        {
            await PutAsync(store, "a", 1);
            await PutAsync(store, "b", 1);
            await store.DeleteAsync(new(KeyRange.Single(Bytes.Of("a"))), Cancel);
            await PutAsync(store, "b", 2);
            await store.CompactAsync(new(4), Cancel);
        }

        await using var again = await OpenAsync();
        await using var watch = (await again.WatchAsync(new(KeyRange.All) { StartRevision = new(4) }, Cancel)).Value;
        var said = (await watch.ReadAsync(Cancel)).Events;
        Assert.Equal([(WatchEventKind.Delete, 4L), (WatchEventKind.Put, 5L)], said.Select(one => (one.Kind, one.Revision.Value)));
    }

    [Fact]
    public async Task Watch_ManyLargeTransactions_AreNeverSplit()
    {
        await using var store = await OpenAsync();
        for (var i = 0; i < 40; i++)
        {
            var puts = Enumerable.Range(0, 90).Select(k => (TxnOperation)new TxnOperation.Put(new(Bytes.Of($"k{k}"), Bytes.Of($"{i}"))));
            Assert.True((await store.TxnAsync(new([], [.. puts], []), Cancel)).IsOk);
        }

        await using var watch = (await store.WatchAsync(new(KeyRange.All) { StartRevision = new(2) }, Cancel)).Value;
        for (var (revision, messages) = (1L, 0); revision < 41; messages++)
        {
            var message = await watch.ReadAsync(Cancel);
            Assert.True(messages < 5);
            foreach (var together in message.Events.GroupBy(said => said.Revision.Value)) Assert.Equal((++revision, 90), (together.Key, together.Count()));
            Assert.Equal(revision, message.Revision.Value);
        }
    }

    [Fact]
    public async Task Reopen_LeaseGranted_IsThereWithItsKeysAndItsWholeTime()
    {
        await using (var store = await OpenAsync())
        {
            await store.GrantLeaseAsync(new(7), 60, Cancel);
            await store.GrantLeaseAsync(new(8), 60, Cancel);
            await store.RevokeLeaseAsync(new(8), Cancel);
            await store.PutAsync(new(Bytes.Of("a"), Bytes.Empty) { Lease = new(7) }, Cancel);
        }

        await using var again = await OpenAsync();
        var lease = (await again.GetLeaseAsync(new(7), withKeys: true, Cancel)).Value;
        Assert.Equal((60L, 60L, "a"), (lease.GrantedTtlSeconds, lease.RemainingSeconds, lease.Keys.Single().ToString()));
        Assert.IsType<StoreError.LeaseNotFound>((await again.GetLeaseAsync(new(8), withKeys: false, Cancel)).Error);
    }

    [Fact]
    public async Task Defragment_AfterCompaction_GivesRoomBack()
    {
        await using var store = await OpenAsync();
        for (var i = 0; i < 50; i++) await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => PutAsync(store, "k", 2000).AsTask()));
        var before = (await store.GetStatusAsync(Cancel)).Value;
        await store.CompactAsync(before.Revision, Cancel);
        StoreStatus after;
        do after = (await store.DefragmentAsync(Cancel)).Value;
        while (after.SizeBytes > before.SizeBytes / 10);
        Assert.Single((await store.RangeAsync(new(KeyRange.All), Cancel)).Value.Items);
    }

    [Fact(Timeout = 60_000)]
    public async Task Calm_AfterCompaction_RoomIsGivenBackByItself()
    {
        await using var store = await OpenAsync();
        for (var i = 0; i < 50; i++) await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => PutAsync(store, "k", 2000).AsTask()));
        var before = (await store.GetStatusAsync(Cancel)).Value;
        await store.CompactAsync(before.Revision, Cancel);
        while ((await store.GetStatusAsync(Cancel)).Value.SizeBytes > before.SizeBytes / 5) await Task.Delay(20, Cancel);
        Assert.Single((await store.RangeAsync(new(KeyRange.All), Cancel)).Value.Items);
    }

    private async Task FillAsync()
    {
        await using var store = await OpenAsync();
        for (var key = 0; key < Keys; key++) await store.PutAsync(new(Bytes.Of($"k{key}"), ValueOf(key)), Cancel);
    }

    private async Task<EmbeddedStore> OpenAsync() =>
        (await EmbeddedStore.OpenAsync(new() { Directory = _directory.Path }, TimeProvider.System, Cancel)).Value;

    private static ValueTask<StoreResult<PutResponse>> PutAsync(EmbeddedStore store, string key, int bytes) =>
        store.PutAsync(new(Bytes.Of(key), new byte[bytes]), Cancel);

    private static Bytes ValueOf(int key) => Bytes.Of($"value of {key} " + new string((char)('a' + (key % 26)), 200));
}
