using Kybernet.Base;
using Kybernet.Store.Tests.Engines;

namespace Kybernet.Store.Tests.Contract;

/// <summary>Put, range, delete.</summary>
public abstract class KeyContract<TEngine> : ContractTest<TEngine>
    where TEngine : StoreEngine, new()
{
    [Fact]
    public async Task Range_EmptyStore_StandsAtRevisionOne()
    {
        var response = (await Store.RangeAsync(new(KeyRange.All), Cancel)).Value;
        Assert.Equal((new Revision(1), 0L, false, 0), (response.Revision, response.Count, response.More, response.Items.Length));
    }

    [Fact]
    public async Task Put_NewKey_CreatesItAtTheNextRevision()
    {
        Assert.Equal(new Revision(2), await PutAsync("a", "1"));
        Assert.Equal(new KeyValue(Bytes.Of("a"), Bytes.Of("1"), new(2), new(2), 1, LeaseId.None), await GetAsync("a"));
    }

    [Fact]
    public async Task Put_ExistingKey_KeepsItsCreateRevisionAndCountsItsVersion()
    {
        await PutAsync("a", "1");
        await PutAsync("b", "x");
        await PutAsync("a", "2");
        Assert.Equal(new KeyValue(Bytes.Of("a"), Bytes.Of("2"), new(2), new(4), 2, LeaseId.None), await GetAsync("a"));
    }

    [Fact]
    public async Task Put_DeletedKey_StartsAnew()
    {
        await PutAsync("a", "1");
        await DeleteAsync("a");
        await PutAsync("a", "2");
        Assert.Equal(new KeyValue(Bytes.Of("a"), Bytes.Of("2"), new(4), new(4), 1, LeaseId.None), await GetAsync("a"));
    }

    [Fact]
    public async Task Put_ReturnPrevious_AnswersWhatWasThere()
    {
        await PutAsync("a", "1");
        var second = (await Store.PutAsync(new(Bytes.Of("a"), Bytes.Of("2")) { ReturnPrevious = true }, Cancel)).Value;
        var other = (await Store.PutAsync(new(Bytes.Of("b"), Bytes.Of("2")) { ReturnPrevious = true }, Cancel)).Value;
        Assert.Equal("a=1 (create 2, mod 2, version 1, lease 0)", second.Previous?.ToString());
        Assert.Null(other.Previous);
    }

    [Fact]
    public async Task Put_EmptyValue_IsAValue()
    {
        await PutAsync("a");
        Assert.Equal(Bytes.Empty, (await GetAsync("a"))!.Value);
    }

    [Fact]
    public async Task Put_BytesThatAreNoText_ComeBackAsTheyWere()
    {
        byte[] key = [0, 255, 1, 254];
        byte[] value = [0, 0, 255, 128, 0];
        await Store.PutAsync(new(key, value), Cancel);
        var found = (await Store.RangeAsync(new(KeyRange.All), Cancel)).Value.Items.Single();
        Assert.Equal((new Bytes(key), new Bytes(value)), (found.Key, found.Value));
    }

    [Fact]
    public async Task Put_EmptyKey_IsInvalid()
    {
        Assert.IsType<StoreError.Invalid>((await Store.PutAsync(new(Bytes.Empty, Bytes.Of("1")), Cancel)).Error);
    }

    [Fact]
    public async Task Put_OverTheRequestLimit_IsTooLargeAndChangesNothing()
    {
        var result = await Store.PutAsync(new(Bytes.Of("a"), new byte[StoreLimits.Default.MaxRequestBytes + 1]), Cancel);
        Assert.IsType<StoreError.TooLarge>(result.Error);
        Assert.Equal(new Revision(1), (await Store.RangeAsync(new(KeyRange.All), Cancel)).Value.Revision);
    }

    [Fact]
    public async Task Put_IgnoreValue_KeepsTheValue()
    {
        await PutAsync("a", "1");
        await Store.PutAsync(new(Bytes.Of("a"), Bytes.Empty) { IgnoreValue = true }, Cancel);
        Assert.Equal("a=1 (create 2, mod 3, version 2, lease 0)", (await GetAsync("a"))?.ToString());
    }

    [Fact]
    public async Task Put_IgnoreValueOfMissingKey_IsKeyNotFound()
    {
        var result = await Store.PutAsync(new(Bytes.Of("a"), Bytes.Empty) { IgnoreValue = true }, Cancel);
        Assert.IsType<StoreError.KeyNotFound>(result.Error);
    }

    [Fact]
    public async Task Range_Interval_HoldsItsStartButNotItsEnd()
    {
        foreach (var key in (string[])["c", "a", "b", "d", "bb"]) await PutAsync(key, "1");
        Assert.Equal("b=1 bb=1 c=1", await ListAsync(Between("b", "d")));
        Assert.Equal("b=1 bb=1", await ListAsync(Prefix("b")));
        Assert.Equal("c=1 d=1", await ListAsync(KeyRange.From(Bytes.Of("c"))));
        Assert.Equal("a=1 b=1 bb=1 c=1 d=1", await ListAsync(KeyRange.All));
        Assert.Equal("", await ListAsync(Between("d", "b")));
    }

    [Theory]
    [InlineData(0, 5, false)]
    [InlineData(2, 2, true)]
    [InlineData(5, 5, false)]
    [InlineData(6, 5, false)]
    public async Task Range_Limit_CutsItemsNotTheCount(long limit, int items, bool more)
    {
        for (var i = 0; i < 5; i++) await PutAsync($"k{i}", "v");
        var response = (await Store.RangeAsync(new(Prefix("k")) { Limit = limit }, Cancel)).Value;
        Assert.Equal((items, more, 5L), (response.Items.Length, response.More, response.Count));
    }

    [Fact]
    public async Task Range_CountOnly_HasNoItems()
    {
        await PutAsync("a", "1");
        await PutAsync("b", "1");
        var response = (await Store.RangeAsync(new(KeyRange.All) { CountOnly = true }, Cancel)).Value;
        Assert.Equal((0, 2L), (response.Items.Length, response.Count));
    }

    [Fact]
    public async Task Range_KeysOnly_HasNoValues()
    {
        await PutAsync("a", "1");
        var item = (await Store.RangeAsync(new(KeyRange.All) { KeysOnly = true }, Cancel)).Value.Items.Single();
        Assert.Equal(new KeyValue(Bytes.Of("a"), Bytes.Empty, new(2), new(2), 1, LeaseId.None), item);
    }

    [Fact]
    public async Task Range_OldRevision_SeesTheStoreAsItWas()
    {
        await PutAsync("a", "1");
        await PutAsync("b", "1");
        await PutAsync("a", "2");
        await DeleteAsync("b");
        await PutAsync("b", "3");
        Assert.Equal("", await ListAsync(KeyRange.All, new(1)));
        Assert.Equal("a=1", await ListAsync(KeyRange.All, new(2)));
        Assert.Equal("a=1 b=1", await ListAsync(KeyRange.All, new(3)));
        Assert.Equal("a=2 b=1", await ListAsync(KeyRange.All, new(4)));
        Assert.Equal("a=2", await ListAsync(KeyRange.All, new(5)));
        Assert.Equal("a=2 b=3", await ListAsync(KeyRange.All, new(6)));
    }

    [Fact]
    public async Task Range_OldRevision_AnswersWithTheCurrentOne()
    {
        await PutAsync("a", "1");
        await PutAsync("a", "2");
        Assert.Equal(new Revision(3), (await Store.RangeAsync(new(KeyRange.All) { Revision = new(2) }, Cancel)).Value.Revision);
    }

    [Fact]
    public async Task Range_FutureRevision_IsRefused()
    {
        await PutAsync("a", "1");
        Assert.IsType<StoreError.FutureRevision>((await Store.RangeAsync(new(KeyRange.All) { Revision = new(3) }, Cancel)).Error);
    }

    [Fact]
    public async Task Delete_Range_TakesOneRevision()
    {
        foreach (var key in (string[])["a", "b", "c"]) await PutAsync(key, key);
        var response = (await Store.DeleteAsync(new(Between("a", "c")) { ReturnPrevious = true }, Cancel)).Value;
        Assert.Equal((new Revision(5), 2L, "a=a b=b"), (response.Revision, response.Deleted, Text(response.Previous)));
        Assert.Equal("c=c", await ListAsync(KeyRange.All));
    }

    [Fact]
    public async Task Delete_Nothing_TakesNoRevision()
    {
        await PutAsync("a", "1");
        var response = (await Store.DeleteAsync(new(Single("b")), Cancel)).Value;
        Assert.Equal((new Revision(2), 0L), (response.Revision, response.Deleted));
    }

    [Fact]
    public async Task Put_ManyAtOnce_EachHasARevisionOfItsOwn()
    {
        var puts = Enumerable.Range(0, 200).Select(i => PutAsync($"k{i:d3}", "v")).ToArray();
        var revisions = await Task.WhenAll(puts);
        Assert.Equal(Enumerable.Range(2, 200).Select(i => (long)i), revisions.Select(revision => revision.Value).Order());
        Assert.Equal(200, (await Store.RangeAsync(new(Prefix("k")) { CountOnly = true }, Cancel)).Value.Count);
    }
}
