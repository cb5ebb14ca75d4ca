using Kybernet.Base;
using Kybernet.Store.Compaction;
using Kybernet.Store.Memory;
using Kybernet.Store.Tests.Engines;

namespace Kybernet.Store.Tests.Compaction;

public sealed class AutoCompactorTests
{
    private readonly ManualClock _clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Look_ByRevisions_KeepsSoMany()
    {
        await using var store = new MemoryStore(MemoryStoreOptions.Default, _clock);
        await using var compactor = new AutoCompactor(store, new() { KeepRevisions = 10 }, _clock);
        Assert.Equal("0 11 11 31", await CompactedAfterAsync(store, compactor, [5, 15, 0, 20]));
    }

    [Fact]
    public async Task Look_ByAge_KeepsWhatIsYounger()
    {
        await using var store = new MemoryStore(MemoryStoreOptions.Default, _clock);
        await using var compactor = new AutoCompactor(store, new() { KeepFor = TimeSpan.FromSeconds(20) }, _clock);
        Assert.Equal("0 0 6 21", await CompactedAfterAsync(store, compactor, [5, 15, 7, 20]));
    }

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(10, 1000)]
    [InlineData(200, 250)]
    [InlineData(50_000, 5)]
    public async Task Look_ByRevisions_NextIsDueWhenATwentiethIsWritten(int putsInASecond, int dueMilliseconds)
    {
        await using var store = new MemoryStore(MemoryStoreOptions.Default, _clock);
        await using var compactor = new AutoCompactor(store, new() { KeepRevisions = 1000, Interval = TimeSpan.FromSeconds(1) }, _clock);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await compactor.LookAsync(Cancel);
        for (var i = 0; i < putsInASecond; i++) await store.PutAsync(new(Bytes.Of("a"), Bytes.Of($"{i}")), Cancel);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromMilliseconds(dueMilliseconds), await compactor.LookAsync(Cancel));
    }

    private async Task<string> CompactedAfterAsync(MemoryStore store, AutoCompactor compactor, int[] puts)
    {
        var compacted = new List<long>();
        foreach (var count in puts)
        {
            for (var i = 0; i < count; i++) await store.PutAsync(new(Bytes.Of("a"), Bytes.Of($"{i}")), Cancel);
            await compactor.LookAsync(Cancel);
            compacted.Add((await store.GetStatusAsync(Cancel)).Value.CompactedRevision.Value);
            _clock.Advance(TimeSpan.FromSeconds(10));
        }

        return string.Join(' ', compacted);
    }
}
