using Kybernet.Base;
using Kybernet.Store.Tests.Engines;

namespace Kybernet.Store.Tests.Contract;

/// <summary>Leases.</summary>
public abstract class LeaseContract<TEngine> : ContractTest<TEngine>
    where TEngine : StoreEngine, new()
{
    [Fact]
    public async Task Grant_ChosenId_IsThere()
    {
        Assert.Equal(new LeaseId(7), (await Store.GrantLeaseAsync(new(7), 60, Cancel)).Value.Id);
        var status = (await Store.GetLeaseAsync(new(7), withKeys: false, Cancel)).Value;
        Assert.Equal(60, status.GrantedTtlSeconds);
        Assert.InRange(status.RemainingSeconds, 55, 60);
        Assert.Equal([new LeaseId(7)], (await Store.ListLeasesAsync(Cancel)).Value);
    }

    [Fact]
    public async Task Grant_NoId_ChoosesOne()
    {
        var one = (await Store.GrantLeaseAsync(LeaseId.None, 60, Cancel)).Value.Id;
        var other = (await Store.GrantLeaseAsync(LeaseId.None, 60, Cancel)).Value.Id;
        Assert.False(one.IsNone);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public async Task Grant_TakenId_IsLeaseExists()
    {
        await Store.GrantLeaseAsync(new(7), 60, Cancel);
        Assert.IsType<StoreError.LeaseExists>((await Store.GrantLeaseAsync(new(7), 60, Cancel)).Error);
    }

    [Fact]
    public async Task Grant_TooLongATime_IsTooLarge()
    {
        Assert.IsType<StoreError.TooLarge>((await Store.GrantLeaseAsync(new(7), StoreLimits.Default.MaxLeaseTtlSeconds + 1, Cancel)).Error);
    }

    [Fact]
    public async Task Grant_TakesNoRevision()
    {
        await Store.GrantLeaseAsync(new(7), 60, Cancel);
        Assert.Equal(new Revision(2), await PutAsync("a", "1", new(7)));
        Assert.Equal(new LeaseId(7), (await GetAsync("a"))!.Lease);
    }

    [Fact]
    public async Task Put_UnknownLease_IsLeaseNotFound()
    {
        Assert.IsType<StoreError.LeaseNotFound>((await Store.PutAsync(new(Bytes.Of("a"), Bytes.Empty) { Lease = new(7) }, Cancel)).Error);
    }

    [Fact]
    public async Task Revoke_Keys_AreDeletedAtOneRevision()
    {
        await Store.GrantLeaseAsync(new(7), 60, Cancel);
        await PutAsync("b", "1", new(7));
        await PutAsync("a", "1", new(7));
        await PutAsync("c", "1");
        await using var watch = await WatchAsync(new(KeyRange.All));
        Assert.Equal(new Revision(5), (await Store.RevokeLeaseAsync(new(7), Cancel)).Value);
        Assert.Equal("c=1", await ListAsync(KeyRange.All));
        Assert.Equal(["delete a@5", "delete b@5"], (await EventsAsync(watch, 2)).Order());
        Assert.IsType<StoreError.LeaseNotFound>((await Store.GetLeaseAsync(new(7), withKeys: false, Cancel)).Error);
    }

    [Fact]
    public async Task Revoke_NoKeys_TakesNoRevision()
    {
        await Store.GrantLeaseAsync(new(7), 60, Cancel);
        Assert.Equal(new Revision(1), (await Store.RevokeLeaseAsync(new(7), Cancel)).Value);
        Assert.IsType<StoreError.LeaseNotFound>((await Store.RevokeLeaseAsync(new(7), Cancel)).Error);
    }

    [Fact]
    public async Task Put_OtherLease_MovesTheKey()
    {
        await Store.GrantLeaseAsync(new(7), 60, Cancel);
        await Store.GrantLeaseAsync(new(8), 60, Cancel);
        await PutAsync("a", "1", new(7));
        await PutAsync("b", "1", new(7));
        await PutAsync("a", "2", new(8));
        Assert.Equal([Bytes.Of("b")], (await Store.GetLeaseAsync(new(7), withKeys: true, Cancel)).Value.Keys);
        Assert.Equal([Bytes.Of("a")], (await Store.GetLeaseAsync(new(8), withKeys: true, Cancel)).Value.Keys);
        await Store.RevokeLeaseAsync(new(7), Cancel);
        Assert.Equal("a=2", await ListAsync(KeyRange.All));
    }

    [Fact]
    public async Task Put_IgnoreLease_KeepsTheLease()
    {
        await Store.GrantLeaseAsync(new(7), 60, Cancel);
        await PutAsync("a", "1", new(7));
        await Store.PutAsync(new(Bytes.Of("a"), Bytes.Of("2")) { IgnoreLease = true }, Cancel);
        Assert.Equal("a=2 (create 2, mod 3, version 2, lease 7)", (await GetAsync("a"))?.ToString());
    }

    [Fact]
    public async Task Expire_TimeIsUp_DeletesTheKeys()
    {
        await Store.GrantLeaseAsync(new(7), 2, Cancel);
        await PutAsync("a", "1", new(7));
        await using var watch = await WatchAsync(new(KeyRange.All));
        await Engine.AdvanceAsync(TimeSpan.FromSeconds(4), Cancel);
        Assert.Equal(["delete a@3"], await EventsAsync(watch, 1));
        Assert.IsType<StoreError.LeaseNotFound>((await Store.KeepLeaseAliveAsync(new(7), Cancel)).Error);
    }

    [Fact]
    public async Task KeepAlive_InTime_KeepsTheKeys()
    {
        await Store.GrantLeaseAsync(new(7), 3, Cancel);
        await PutAsync("a", "1", new(7));
        await Engine.AdvanceAsync(TimeSpan.FromSeconds(2), Cancel);
        Assert.Equal(3, (await Store.KeepLeaseAliveAsync(new(7), Cancel)).Value.TtlSeconds);
        await Engine.AdvanceAsync(TimeSpan.FromSeconds(2), Cancel);
        Assert.True((await Store.KeepLeaseAliveAsync(new(7), Cancel)).IsOk);
        Assert.Equal("a=1", await ListAsync(KeyRange.All));
    }

    [Fact]
    public async Task KeepAlive_UnknownLease_IsLeaseNotFound()
    {
        Assert.IsType<StoreError.LeaseNotFound>((await Store.KeepLeaseAliveAsync(new(7), Cancel)).Error);
    }
}
