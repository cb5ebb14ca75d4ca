using Kybernet.ApiServer.FlowControl;
using Kybernet.ApiServer.FlowControl.Fairness;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.ApiServer.Tests.FlowControl;

public sealed class QueueSetTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly FlowCounts _counts = new FlowControlMetrics().Of("level", "schema");

    [Fact]
    public void Enter_NoQueuesAndNoSeat_IsRefused()
    {
        using var set = new QueueSet(_clock, new(0), 1);
        var first = set.Enter(Of(1));

        Assert.True(set.Enter(Of(2)).IsRefused);
        first.Place!.Value.Leave();
        Assert.NotNull(set.Enter(Of(3)).Place);
        Assert.Equal(1, _counts.RefusedForSeats.Value);
    }

    [Fact]
    public void Enter_Exempt_AlwaysFindsASeat()
    {
        using var set = new QueueSet(_clock, QueuingRules.Exempt, 0);

        for (var i = 0; i < 100; i++) Assert.NotNull(set.Enter(Of(1)).Place);
    }

    [Fact]
    public void Enter_QueueIsFull_IsRefused()
    {
        using var set = new QueueSet(_clock, new(1, 1, 2), 1);
        set.Enter(Of(1));

        Assert.NotNull(set.Enter(Of(1)).Waiter);
        Assert.NotNull(set.Enter(Of(1)).Waiter);
        Assert.True(set.Enter(Of(1)).IsRefused);
        Assert.Equal(1, _counts.RefusedForLength.Value);
    }

    [Fact]
    public async Task Leave_SomebodyWaits_GetsTheSeatInOrder()
    {
        using var set = new QueueSet(_clock, new(1, 1, 10), 1);
        var first = set.Enter(Of(1)).Place!.Value;
        var (second, third) = (set.Enter(Of(1)).Waiter!, set.Enter(Of(1)).Waiter!);

        first.Leave();

        Assert.NotNull(await second.Decided);
        Assert.False(third.Decided.IsCompleted);
    }

    [Fact]
    public async Task GiveUp_WideRequestInFront_TheNextOneStarts()
    {
        using var set = new QueueSet(_clock, new(1, 1, 10), 3);
        set.Enter(Of(1));
        var (wide, narrow) = (set.Enter(Of(1, 3)).Waiter!, set.Enter(Of(1)).Waiter!);
        Assert.False(narrow.Decided.IsCompleted);

        wide.GiveUp();

        Assert.Null(await wide.Decided);
        Assert.NotNull(await narrow.Decided);
        Assert.Equal(1, _counts.RefusedForTime.Value);
    }

    [Fact]
    public async Task Leave_WatchersAreToldAfterwards_SeatsStayForSoLong()
    {
        using var set = new QueueSet(_clock, new(1, 1, 10), 2);
        var write = set.Enter(Of(1) with { Work = new(1, 2, TimeSpan.FromMilliseconds(5)) }).Place!.Value;
        write.Leave();
        var next = set.Enter(Of(1)).Waiter!;

        _clock.Advance(TimeSpan.FromMilliseconds(4));
        Assert.False(next.Decided.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.NotNull(await next.Decided);
    }

    [Fact]
    public async Task Configure_FewerQueues_ThoseLeftDrain()
    {
        using var set = new QueueSet(_clock, new(8, 1, 10), 1);
        var place = set.Enter(Of(7)).Place!.Value;
        var waiter = set.Enter(Of(7)).Waiter!;
        set.Configure(new(2, 1, 10), 1);

        place.Leave();
        var waited = await waiter.Decided;
        Assert.NotNull(waited);
        waited.Value.Leave();

        Assert.Equal(2, set.State().Queues.Count);
    }

    [Fact]
    public void Enter_SeatIsFree_AllocatesNothing()
    {
        using var set = new QueueSet(_clock, new(128, 6, 50), 10);
        for (var i = 0; i < 10; i++) set.Enter(Of(3)).Place!.Value.Leave();
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1_000; i++) set.Enter(Of(3)).Place!.Value.Leave();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Enter_OneFlowHasAllItMay_OthersFindASeatAtOnce()
    {
        using var set = new QueueSet(_clock, new(16, 2, 10), 16);
        for (var i = 0; i < 14; i++) Assert.NotNull(set.Enter(Of(1)).Place);

        Assert.NotNull(set.Enter(Of(1)).Waiter);
        Assert.True(set.Enter(Of(2)).Waiter!.Decided.IsCompletedSuccessfully);
        Assert.Equal(15, set.State().SeatsInUse);
    }

    [Fact]
    public void Enter_OneFlowHasAllItMayAndItsQueuesAreFull_IsRefused()
    {
        using var set = new QueueSet(_clock, new(16, 1, 2), 16);
        for (var i = 0; i < 16; i++) set.Enter(Of(1));

        Assert.True(set.Enter(Of(1)).IsRefused);
    }

    [Fact]
    public void Enter_WiderThanAFlowMayHold_StartsAlone()
    {
        using var set = new QueueSet(_clock, new(16, 2, 10), 8);

        Assert.NotNull(set.Enter(Of(1, 8)).Place);
    }

    private Arrival Of(ulong hash, int seats = 1) => new(hash, "", _counts, new(seats));
}
