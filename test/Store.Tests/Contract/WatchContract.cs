using Kybernet.Base;
using Kybernet.Store.Tests.Engines;

namespace Kybernet.Store.Tests.Contract;

/// <summary>Watches.</summary>
public abstract class WatchContract<TEngine> : ContractTest<TEngine>
    where TEngine : StoreEngine, new()
{
    [Fact]
    public async Task Watch_NoStart_SaysWhatComesAfter()
    {
        await PutAsync("a", "1");
        await using var watch = await WatchAsync(new(KeyRange.All));
        await PutAsync("a", "2");
        await DeleteAsync("a");
        Assert.Equal(["put a=2@3", "delete a@4"], await EventsAsync(watch, 2));
    }

    [Fact]
    public async Task Watch_FromOldRevision_SaysAllSince()
    {
        await PutAsync("a", "1");
        await PutAsync("b", "1");
        await PutAsync("a", "2");
        await using var watch = await WatchAsync(new(KeyRange.All) { StartRevision = new(3) });
        await PutAsync("c", "3");
        Assert.Equal(["put b=1@3", "put a=2@4", "put c=3@5"], await EventsAsync(watch, 3));
    }

    [Fact]
    public async Task Watch_FromFutureRevision_WaitsForIt()
    {
        await using var watch = await WatchAsync(new(KeyRange.All) { StartRevision = new(4) });
        foreach (var value in (string[])["1", "2", "3", "4"]) await PutAsync("a", value);
        Assert.Equal(["put a=3@4", "put a=4@5"], await EventsAsync(watch, 2));
    }

    [Fact]
    public async Task Watch_Range_SaysOnlyItsKeys()
    {
        await using var one = await WatchAsync(new(Single("b")));
        await using var prefix = await WatchAsync(new(Prefix("b")));
        foreach (var key in (string[])["a", "b", "bb", "c", "b"]) await PutAsync(key, "1");
        Assert.Equal(["put b=1@3", "put b=1@6"], await EventsAsync(one, 2));
        Assert.Equal(["put b=1@3", "put bb=1@4", "put b=1@6"], await EventsAsync(prefix, 3));
    }

    [Fact]
    public async Task Watch_Transaction_ComesInOneMessage()
    {
        await PutAsync("c", "1");
        await using var watch = await WatchAsync(new(KeyRange.All));
        await TxnAsync([], [Put("b", "2"), Put("a", "1"), Delete(Single("c"))], []);
        var message = await watch.ReadAsync(Cancel);
        Assert.Equal(["put b=2@3", "put a=1@3", "delete c@3"], message.Events.Select(Text));
        Assert.Equal(new Revision(3), message.Revision);
    }

    [Fact]
    public async Task Watch_ReturnPrevious_HasTheKeyAsItWas()
    {
        await using var watch = await WatchAsync(new(KeyRange.All) { ReturnPrevious = true });
        await PutAsync("a", "1");
        await PutAsync("a", "2");
        await DeleteAsync("a");
        await PutAsync("a", "3");
        var previous = new List<string?>();
        while (previous.Count < 4) previous.AddRange((await watch.ReadAsync(Cancel)).Events.Select(said => said.Previous?.ToString()));
        Assert.Equal([null, "a=1 (create 2, mod 2, version 1, lease 0)", "a=2 (create 2, mod 3, version 2, lease 0)", null], previous);
    }

    [Fact]
    public async Task Watch_DeleteEvent_HasOnlyKeyAndRevision()
    {
        await PutAsync("a", "1");
        await using var watch = await WatchAsync(new(KeyRange.All));
        await DeleteAsync("a");
        var said = (await watch.ReadAsync(Cancel)).Events.Single();
        Assert.Equal(new KeyValue(Bytes.Of("a"), Bytes.Empty, Revision.None, new(3), 0, LeaseId.None), said.Current);
    }

    [Fact]
    public async Task Watch_Filters_LeaveOut()
    {
        await using var deletes = await WatchAsync(new(KeyRange.All) { NoPuts = true });
        await using var puts = await WatchAsync(new(KeyRange.All) { NoDeletes = true });
        await PutAsync("a", "1");
        await DeleteAsync("a");
        await PutAsync("a", "2");
        await DeleteAsync("a");
        Assert.Equal(["delete a@3", "delete a@5"], await EventsAsync(deletes, 2));
        Assert.Equal(["put a=1@2", "put a=2@4"], await EventsAsync(puts, 2));
    }

    [Fact]
    public async Task Watch_ManyEvents_ComeInOrderEachOnce()
    {
        await using var early = await WatchAsync(new(Prefix("k")));
        var puts = Enumerable.Range(0, 3000).Select(i => PutAsync($"k{i % 7}", $"{i}")).ToArray();
        await Task.WhenAll(puts);
        await using var late = await WatchAsync(new(Prefix("k")) { StartRevision = new(2) });
        foreach (var watch in (IWatch[])[early, late])
        {
            var revisions = (await EventsAsync(watch, 3000)).Select(said => long.Parse(said[(said.LastIndexOf('@') + 1)..], null));
            Assert.Equal(Enumerable.Range(2, 3000).Select(i => (long)i), revisions);
        }
    }

    [Fact]
    public async Task Watch_Resumed_MissesNothing()
    {
        await PutAsync("a", "1");
        await PutAsync("a", "2");
        Revision reached;
        await using (var first = await WatchAsync(new(KeyRange.All) { StartRevision = new(2) })) reached = (await first.ReadAsync(Cancel)).Revision;
        await PutAsync("a", "3");
        await using var second = await WatchAsync(new(KeyRange.All) { StartRevision = reached.Next });
        var expected = Enumerable.Range((int)reached.Value + 1, 4 - (int)reached.Value).Select(i => $"put a={i - 1}@{i}");
        Assert.Equal(expected, await EventsAsync(second, 4 - (int)reached.Value));
    }

    [Fact]
    public async Task RequestProgress_NothingHappened_MarksTheCurrentRevision()
    {
        await using var watch = await WatchAsync(new(Prefix("quiet")));
        await PutAsync("other", "1");
        watch.RequestProgress();
        var message = await watch.ReadAsync(Cancel);
        Assert.True(message.IsProgress);
        Assert.Equal(new Revision(2), message.Revision);
    }

    [Fact]
    public async Task RequestProgress_EventsWaiting_ComesAfterThem()
    {
        await using var watch = await WatchAsync(new(KeyRange.All));
        await PutAsync("a", "1");
        watch.RequestProgress();
        Assert.Equal(["put a=1@2"], await EventsAsync(watch, 1));
        WatchMessage message;
        do message = await watch.ReadAsync(Cancel);
        while (!message.IsProgress);
        Assert.Equal(new Revision(2), message.Revision);
    }

    [Fact]
    public async Task Read_Cancelled_LosesNothing()
    {
        await using var watch = await WatchAsync(new(KeyRange.All));
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var read = watch.ReadAsync(impatient.Token).AsTask();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        await PutAsync("a", "1");
        Assert.Equal(["put a=1@2"], await EventsAsync(watch, 1));
    }

    [Fact]
    public async Task Dispose_ReadPending_EndsIt()
    {
        var watch = await WatchAsync(new(KeyRange.All));
        var read = watch.ReadAsync(Cancel).AsTask();
        await watch.DisposeAsync();
        Assert.Equal(UnavailableReason.Closed, Assert.IsType<StoreError.Unavailable>((await read).Error).Reason);
    }
}
