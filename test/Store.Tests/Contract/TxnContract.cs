using Kybernet.Base;
using Kybernet.Store.Tests.Engines;

namespace Kybernet.Store.Tests.Contract;

/// <summary>Transactions.</summary>
public abstract class TxnContract<TEngine> : ContractTest<TEngine>
    where TEngine : StoreEngine, new()
{
    [Theory]
    [InlineData("a", CompareTarget.ModRevision, CompareRelation.Equal, 3, true)]
    [InlineData("a", CompareTarget.ModRevision, CompareRelation.Equal, 2, false)]
    [InlineData("a", CompareTarget.ModRevision, CompareRelation.NotEqual, 2, true)]
    [InlineData("a", CompareTarget.ModRevision, CompareRelation.Greater, 2, true)]
    [InlineData("a", CompareTarget.ModRevision, CompareRelation.Greater, 3, false)]
    [InlineData("a", CompareTarget.ModRevision, CompareRelation.Less, 4, true)]
    [InlineData("a", CompareTarget.CreateRevision, CompareRelation.Equal, 2, true)]
    [InlineData("a", CompareTarget.Version, CompareRelation.Equal, 2, true)]
    [InlineData("a", CompareTarget.Lease, CompareRelation.Equal, 0, true)]
    [InlineData("none", CompareTarget.ModRevision, CompareRelation.Equal, 0, true)]
    [InlineData("none", CompareTarget.CreateRevision, CompareRelation.Equal, 0, true)]
    [InlineData("none", CompareTarget.Version, CompareRelation.Greater, 0, false)]
    public async Task Compare_Number_DecidesTheBranch(string key, CompareTarget target, CompareRelation relation, long operand, bool holds)
    {
        await PutAsync("a", "1");
        await PutAsync("a", "2");
        var response = (await TxnAsync([new(Single(key), target, relation) { Number = operand }], [], [])).Value;
        Assert.Equal((holds, new Revision(3)), (response.Succeeded, response.Revision));
    }

    [Theory]
    [InlineData("a", CompareRelation.Equal, "m", true)]
    [InlineData("a", CompareRelation.Less, "n", true)]
    [InlineData("a", CompareRelation.Greater, "lz", true)]
    [InlineData("a", CompareRelation.NotEqual, "m", false)]
    [InlineData("none", CompareRelation.Equal, "", false)]
    [InlineData("none", CompareRelation.NotEqual, "m", false)]
    public async Task Compare_Value_DecidesTheBranch(string key, CompareRelation relation, string operand, bool holds)
    {
        await PutAsync("a", "m");
        Assert.Equal(holds, (await TxnAsync([Compare.ValueOf(Bytes.Of(key), relation, Bytes.Of(operand))], [], [])).Value.Succeeded);
    }

    [Fact]
    public async Task Compare_Range_HoldsForEachKey()
    {
        await PutAsync("a", "1");
        await PutAsync("b", "1");
        await PutAsync("b", "2");
        Compare Versions(CompareRelation relation, long version) => new(Between("a", "c"), CompareTarget.Version, relation) { Number = version };
        Assert.True((await TxnAsync([Versions(CompareRelation.Less, 3)], [], [])).Value.Succeeded);
        Assert.False((await TxnAsync([Versions(CompareRelation.Less, 2)], [], [])).Value.Succeeded);
    }

    [Fact]
    public async Task Txn_OneConditionFails_TakesTheFailureBranch()
    {
        await PutAsync("a", "1");
        var response = (await TxnAsync(
            [Compare.Version(Bytes.Of("a"), CompareRelation.Equal, 1), Compare.Version(Bytes.Of("b"), CompareRelation.Equal, 1)],
            [Put("a", "success")],
            [Put("a", "failure")])).Value;
        Assert.False(response.Succeeded);
        Assert.Equal("a=failure", await ListAsync(KeyRange.All));
    }

    [Fact]
    public async Task Txn_SeveralChanges_ShareOneRevision()
    {
        await PutAsync("old", "1");
        var response = (await TxnAsync([], [Put("a", "1"), Put("b", "2"), Delete(Single("old"))], [])).Value;
        Assert.Equal(new Revision(3), response.Revision);
        Assert.Equal([3L, 3L], (await Store.RangeAsync(new(KeyRange.All), Cancel)).Value.Items.Select(item => item.ModRevision.Value));
        Assert.Equal("old=1", await ListAsync(KeyRange.All, new(2)));
        Assert.Equal("a=1 b=2", await ListAsync(KeyRange.All, new(3)));
    }

    [Fact]
    public async Task Txn_Operations_SeeThoseBeforeThem()
    {
        await PutAsync("a", "1");
        var response = (await TxnAsync([], [Range(Prefix("")), Put("b", "2"), Range(Prefix("")), Delete(Single("a")), Range(Prefix(""))], [])).Value;
        var ranges = response.Outcomes.OfType<TxnOutcome.Range>().Select(outcome => (outcome.Response.Revision.Value, Text(outcome.Response.Items)));
        Assert.Equal([(2L, "a=1"), (3L, "a=1 b=2"), (3L, "b=2")], ranges);
    }

    [Fact]
    public async Task Txn_RangeAtOldRevision_SeesTheStoreAsItWas()
    {
        await PutAsync("a", "1");
        await PutAsync("a", "2");
        var response = (await TxnAsync([], [Put("a", "3"), Range(Single("a"), new(2))], [])).Value;
        Assert.Equal("a=1", Text(Assert.IsType<TxnOutcome.Range>(response.Outcomes[1]).Response.Items));
    }

    [Fact]
    public async Task Txn_RangeAtFutureRevision_DoesNothing()
    {
        var result = await TxnAsync([], [Put("a", "1"), Range(Single("a"), new(9))], []);
        Assert.IsType<StoreError.FutureRevision>(result.Error);
        Assert.Equal("", await ListAsync(KeyRange.All));
    }

    [Fact]
    public async Task Txn_NoChanges_TakesNoRevision()
    {
        await PutAsync("a", "1");
        Assert.Equal(new Revision(2), (await TxnAsync([], [Range(Single("a")), Delete(Single("none"))], [])).Value.Revision);
    }

    [Fact]
    public async Task Txn_KeyPutTwice_IsInvalid()
    {
        Assert.IsType<StoreError.Invalid>((await TxnAsync([], [Put("a", "1"), Put("a", "2")], [])).Error);
        Assert.IsType<StoreError.Invalid>((await TxnAsync([], [Put("a", "1"), Delete(Prefix("a"))], [])).Error);
        Assert.IsType<StoreError.Invalid>((await TxnAsync([], [], [Delete(Prefix("a")), Put("a", "1")])).Error);
        Assert.Equal("", await ListAsync(KeyRange.All));
    }

    [Fact]
    public async Task Txn_OverlappingDeletes_DeleteOnce()
    {
        foreach (var key in (string[])["a", "b", "c"]) await PutAsync(key, "1");
        var response = (await TxnAsync([], [Delete(Between("a", "c")), Delete(Between("b", "d"))], [])).Value;
        Assert.Equal([2L, 1L], response.Outcomes.OfType<TxnOutcome.Delete>().Select(outcome => outcome.Response.Deleted));
    }

    [Fact]
    public async Task Txn_TooManyOperations_IsTooLarge()
    {
        var puts = Enumerable.Range(0, StoreLimits.Default.MaxTxnOperations + 1).Select(i => Put($"k{i}")).ToArray();
        Assert.IsType<StoreError.TooLarge>((await TxnAsync([], [.. puts], [])).Error);
        Assert.True((await TxnAsync([], [.. puts[1..]], [])).IsOk);
    }

    [Fact]
    public async Task Txn_UnknownLease_DoesNothing()
    {
        var withLease = new TxnOperation.Put(new(Bytes.Of("b"), Bytes.Of("1")) { Lease = new(77) });
        Assert.IsType<StoreError.LeaseNotFound>((await TxnAsync([], [Put("a", "1"), withLease], [])).Error);
        Assert.Equal("", await ListAsync(KeyRange.All));
        Assert.True((await TxnAsync([Compare.Version(Bytes.Of("a"), CompareRelation.Equal, 5)], [withLease], [Put("a", "1")])).IsOk);
    }

    [Fact]
    public async Task Txn_RacingCompareAndPut_OneWins()
    {
        await PutAsync("a", "0");
        var contenders = Enumerable.Range(0, 50).Select(i => TxnAsync(
            [Compare.ModRevision(Bytes.Of("a"), CompareRelation.Equal, new(2))], [Put("a", $"{i}")], [])).ToArray();
        var results = await Task.WhenAll(contenders);
        Assert.Single(results, result => result.Value.Succeeded);
    }
}
