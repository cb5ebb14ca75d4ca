using Kybernet.Base;
using Kybernet.Store.Embedded;
using Kybernet.Store.Tests.Engines;
using Kybernet.Store.Tests.Histories;

namespace Kybernet.Store.Tests.Faults;

/// <summary>A disk that fails and recovers under an open store.</summary>
public sealed class DiskFaultTests
{
    private readonly ManualClock _clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<UnavailableReason> Reasons => [UnavailableReason.DiskFull, UnavailableReason.ReadOnly, UnavailableReason.DiskFailed];

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task Put_DiskFails_IsRefusedWhileReadsGoOn(UnavailableReason reason)
    {
        using var disk = new SimulatedDisk();
        await using var store = Open(disk);
        await PutAsync(store, "a", "1");
        disk.Fault = () => new(reason, "the disk fails");
        Assert.Equal(reason, Assert.IsType<StoreError.Unavailable>((await store.PutAsync(new(Bytes.Of("a"), Bytes.Of("2")), Cancel)).Error).Reason);
        var read = (await store.RangeAsync(new(KeyRange.All), Cancel)).Value;
        Assert.Equal((new Revision(2), "1"), (read.Revision, read.Items.Single().Value.ToString()));
        Assert.Equal(reason, (await store.GetStatusAsync(Cancel)).Value.Fault?.Reason);
    }

    [Fact]
    public async Task Put_DiskRecovers_GoesOnWithTheNextRevision()
    {
        using var disk = new SimulatedDisk();
        await using var store = Open(disk);
        await PutAsync(store, "a", "1");
        disk.Fault = () => new(UnavailableReason.DiskFull, "full");
        Assert.False((await store.PutAsync(new(Bytes.Of("b"), Bytes.Of("2")), Cancel)).IsOk);
        var tries = disk.Writes;
        Assert.False((await store.PutAsync(new(Bytes.Of("b"), Bytes.Of("3")), Cancel)).IsOk);
        Assert.Equal(tries, disk.Writes);
        disk.Fault = () => null;
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new Revision(3), await PutAsync(store, "b", "4"));
        Assert.Null((await store.GetStatusAsync(Cancel)).Value.Fault);
    }

    [Fact]
    public async Task Put_DiskFails_IsNotSeenByWatches()
    {
        using var disk = new SimulatedDisk();
        await using var store = Open(disk);
        await using var watch = (await store.WatchAsync(new(KeyRange.All), Cancel)).Value;
        disk.Fault = () => new(UnavailableReason.DiskFailed, "failed", OutcomeUnknown: true);
        Assert.False((await store.PutAsync(new(Bytes.Of("lost"), Bytes.Of("1")), Cancel)).IsOk);
        disk.Fault = () => null;
        _clock.Advance(TimeSpan.FromSeconds(1));
        await PutAsync(store, "kept", "1");
        Assert.Equal("kept", (await watch.ReadAsync(Cancel)).Events.Single().Current.Key.ToString());
    }

    [Fact]
    public async Task Lease_DiskFailsAtExpiry_ExpiresWhenItRecovers()
    {
        using var disk = new SimulatedDisk();
        await using var store = Open(disk);
        await store.GrantLeaseAsync(new(7), 2, Cancel);
        await store.PutAsync(new(Bytes.Of("a"), Bytes.Of("1")) { Lease = new(7) }, Cancel);
        await using var watch = (await store.WatchAsync(new(KeyRange.All), Cancel)).Value;
        disk.Fault = () => new(UnavailableReason.DiskFull, "full");
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.False((await store.PutAsync(new(Bytes.Of("b"), Bytes.Of("1")), Cancel)).IsOk);
        Assert.Single((await store.RangeAsync(new(KeyRange.All), Cancel)).Value.Items);
        disk.Fault = () => null;
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(WatchEventKind.Delete, (await watch.ReadAsync(Cancel)).Events.Single().Kind);
    }

    private EmbeddedStore Open(SimulatedDisk disk) => EmbeddedStore.Open(disk, directoryLock: null, new() { Directory = "" }, _clock).Value;

    private static async Task<Revision> PutAsync(EmbeddedStore store, string key, string value) =>
        (await store.PutAsync(new(Bytes.Of(key), Bytes.Of(value)), Cancel)).Value.Revision;
}
