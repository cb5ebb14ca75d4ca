using Kybernet.ApiServer.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.ApiServer.Tests.FlowControl;

public sealed class CrowdTurnsTests
{
    private const int Crowd = 3;
    private const ulong Other = 7;
    private readonly FakeTimeProvider _clock = new();
    private readonly Lock _gate = new();
    private int _running;
    private int _most;

    [Theory]
    [InlineData(0, false)]
    [InlineData(Crowd, false)]
    [InlineData(Crowd + 1, true)]
    public async Task Enter_MoreThanACrowd_TakesTurns(int beside, bool isCrowd)
    {
        using var turns = new CrowdTurns(1, Crowd, _clock);
        await OthersAsync(turns, 10);
        var http = new DefaultHttpContext();

        await turns.EnterAsync(http, beside, 2);

        Assert.Equal(isCrowd ? turns : null, CrowdTurns.Of(http));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    [InlineData(10, 2)]
    public async Task Enter_CrowdByItself_IsNotHeldUp(int others, int secondsAgo)
    {
        using var turns = new CrowdTurns(1, Crowd, _clock);
        await OthersAsync(turns, others);
        _clock.Advance(TimeSpan.FromSeconds(secondsAgo));
        var http = new DefaultHttpContext();

        await turns.EnterAsync(http, Crowd + 1, 2);

        Assert.Null(CrowdTurns.Of(http));
    }

    [Fact]
    public async Task Enter_OneThatWasFewBefore_IsNotHeldUpByItsOwnPast()
    {
        using var turns = new CrowdTurns(1, Crowd, _clock);
        await OthersAsync(turns, 10);
        var http = new DefaultHttpContext();

        await turns.EnterAsync(http, Crowd + 1, Other);

        Assert.Null(CrowdTurns.Of(http));
    }

    [Fact]
    public async Task TakeTurn_Many_OneAtATime()
    {
        using var turns = new CrowdTurns(1, Crowd, _clock);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => WorkAsync(turns, TimeSpan.Zero)));

        Assert.Equal(1, _most);
    }

    [Fact]
    public async Task TakeTurn_NobodyElse_DoesNotRest()
    {
        using var turns = new CrowdTurns(1, Crowd, _clock);

        // Nobody advances the clock but the work: a rest would never end.
        for (var i = 0; i < 5; i++) await WorkAsync(turns, TimeSpan.FromMilliseconds(2));
    }

    [Fact]
    public async Task TakeTurn_BesideOthers_RestsAsLongAsItWorked()
    {
        using var turns = new CrowdTurns(1, Crowd, _clock);
        await OthersAsync(turns, 10);
        await WorkAsync(turns, TimeSpan.FromMilliseconds(2));
        var began = _clock.GetTimestamp();

        var second = WorkAsync(turns, TimeSpan.Zero);
        while (!second.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        Assert.True(_clock.GetElapsedTime(began) >= TimeSpan.FromMilliseconds(2));
    }

    private static async Task OthersAsync(CrowdTurns turns, int requests)
    {
        for (var i = 0; i < requests; i++) await turns.EnterAsync(new DefaultHttpContext(), 1, Other);
    }

    private async Task WorkAsync(CrowdTurns turns, TimeSpan takes)
    {
        await turns.TakeTurnAsync();
        lock (_gate) _most = Math.Max(_most, ++_running);
        _clock.Advance(takes);
        lock (_gate) _running--;
    }
}
