using Kybernet.Store.Tests.Engines;

namespace Kybernet.Store.Tests.Contract;

/// <summary>Compaction, status, defragmentation.</summary>
public abstract class CompactContract<TEngine> : ContractTest<TEngine>
    where TEngine : StoreEngine, new()
{
    [Fact]
    public async Task Compact_OldRevisions_CannotBeReadAnyMore()
    {
        await PutAsync("a", "1");
        await PutAsync("a", "2");
        await PutAsync("a", "3");
        Assert.Equal(new Revision(4), (await Store.CompactAsync(new(3), Cancel)).Value);
        Assert.IsType<StoreError.Compacted>((await Store.RangeAsync(new(KeyRange.All) { Revision = new(2) }, Cancel)).Error);
        Assert.Equal("a=2", await ListAsync(KeyRange.All, new(3)));
        Assert.Equal("a=3", await ListAsync(KeyRange.All, new(4)));
    }

    [Fact]
    public async Task Compact_LiveKeys_Stay()
    {
        await PutAsync("old", "1");
        await PutAsync("gone", "1");
        await DeleteAsync("gone");
        await PutAsync("new", "1");
        await Store.CompactAsync(new(5), Cancel);
        Assert.Equal("new=1 old=1", await ListAsync(KeyRange.All));
        Assert.Equal("old=1 (create 2, mod 2, version 1, lease 0)", (await GetAsync("old"))?.ToString());
    }

    [Fact]
    public async Task Compact_DeletedKey_CanBePutAgain()
    {
        await PutAsync("a", "1");
        await DeleteAsync("a");
        await PutAsync("b", "1");
        await Store.CompactAsync(new(4), Cancel);
        await PutAsync("a", "2");
        Assert.Equal("a=2 (create 5, mod 5, version 1, lease 0)", (await GetAsync("a"))?.ToString());
    }

    [Fact]
    public async Task Compact_TwiceAtOneRevision_IsCompacted()
    {
        await PutAsync("a", "1");
        await PutAsync("a", "2");
        await Store.CompactAsync(new(3), Cancel);
        Assert.IsType<StoreError.Compacted>((await Store.CompactAsync(new(3), Cancel)).Error);
        Assert.IsType<StoreError.Compacted>((await Store.CompactAsync(new(2), Cancel)).Error);
    }

    [Fact]
    public async Task Compact_FutureRevision_IsRefused()
    {
        await PutAsync("a", "1");
        Assert.IsType<StoreError.FutureRevision>((await Store.CompactAsync(new(3), Cancel)).Error);
    }

    [Fact]
    public async Task Watch_FromCompactedRevision_EndsWithCompacted()
    {
        for (var i = 0; i < 5; i++) await PutAsync("a", $"{i}");
        await Store.CompactAsync(new(5), Cancel);
        await using var watch = await WatchAsync(new(KeyRange.All) { StartRevision = new(4) });
        var error = Assert.IsType<StoreError.Compacted>((await watch.ReadAsync(Cancel)).Error);
        Assert.Equal(new Revision(5), error.CompactedRevision);
    }

    [Fact]
    public async Task Watch_FromTheRevisionCompactedTo_SaysItsEvents()
    {
        await PutAsync("a", "1");
        await PutAsync("b", "1");
        await PutAsync("a", "2");
        await Store.CompactAsync(new(4), Cancel);
        await PutAsync("b", "2");
        await using var watch = await WatchAsync(new(KeyRange.All) { StartRevision = new(4) });
        Assert.Equal(["put a=2@4", "put b=2@5"], await EventsAsync(watch, 2));
    }

    [Fact]
    public async Task Watch_OpenBeforeCompaction_GoesOn()
    {
        await using var watch = await WatchAsync(new(KeyRange.All));
        for (var i = 0; i < 5; i++) await PutAsync("a", $"{i}");
        Assert.Equal(5, (await EventsAsync(watch, 5)).Length);
        await Store.CompactAsync(new(6), Cancel);
        await PutAsync("a", "5");
        Assert.Equal(["put a=5@7"], await EventsAsync(watch, 1));
    }

    [Fact]
    public async Task Compact_ManyRounds_KeepsOnlyWhatIsLive()
    {
        for (var round = 0; round < 20; round++)
        {
            for (var i = 0; i < 20; i++) await PutAsync($"k{i % 5}", $"{round}.{i}");
            await DeleteAsync($"k{round % 5}");
            await PutAsync($"k{round % 5}", "again");
            await Store.CompactAsync((await Store.GetStatusAsync(Cancel)).Value.Revision, Cancel);
        }

        Assert.Equal("k0=19.15 k1=19.16 k2=19.17 k3=19.18 k4=again", await ListAsync(KeyRange.All));
    }

    [Fact]
    public async Task GetStatus_AfterWrites_TellsTheRevision()
    {
        await PutAsync("a", "1");
        var status = (await Store.GetStatusAsync(Cancel)).Value;
        Assert.Equal(new Revision(2), status.Revision);
        Assert.Null(status.Fault);
    }

    [Fact]
    public async Task Defragment_AnyTime_KeepsWhatIsThere()
    {
        await PutAsync("a", "1");
        await Store.DefragmentAsync(Cancel);
        Assert.Equal("a=1", await ListAsync(KeyRange.All));
    }

    [Fact]
    public async Task Range_WhileCompacting_IsWholeOrCompacted()
    {
        for (var i = 0; i < 10; i++) await PutAsync($"k{i}", "0");
        var writes = WriteAndCompactAsync();
        while (!writes.IsCompleted)
        {
            Assert.Equal(10, (await Store.RangeAsync(new(Prefix("k")), Cancel)).Value.Items.Length);
            var revision = (await Store.GetStatusAsync(Cancel)).Value.Revision.Before;
            var old = await Store.RangeAsync(new(Prefix("k")) { Revision = revision }, Cancel);
            if (old.IsOk) Assert.Equal(revision.Value < 11 ? old.Value.Count : 10, old.Value.Items.Length);
            else Assert.IsType<StoreError.Compacted>(old.Error);
            await Task.Yield();
        }

        await writes;
    }

    private async Task WriteAndCompactAsync()
    {
        await Task.Yield();
        for (var i = 0; i < 100; i++)
        {
            var revision = await PutAsync($"k{i % 10}", $"{i}");
            Assert.True((await Store.CompactAsync(revision, Cancel)).IsOk);
        }
    }
}
