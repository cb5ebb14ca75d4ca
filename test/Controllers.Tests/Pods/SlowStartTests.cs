using Kybernet.Controllers.Pods;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Controllers.Tests.Pods;

public sealed class SlowStartTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(500)]
    public async Task Run_AllGoWell_EachOnce(int count)
    {
        var seen = new int[count];

        var (done, error) = await SlowStart.RunAsync(count, async number =>
        {
            await Task.Yield();
            Interlocked.Increment(ref seen[number]);
            return null;
        });

        Assert.Equal((count, null), (done, error));
        Assert.All(seen, times => Assert.Equal(1, times));
    }

    [Fact]
    public async Task Run_FirstFails_NothingElseBegins()
    {
        var begun = 0;

        var (done, error) = await SlowStart.RunAsync(100, _ =>
        {
            begun++;
            return ValueTask.FromResult<ApiError?>(ApiError.InternalError("no"));
        });

        Assert.Equal((1, 0), (begun, done));
        Assert.Contains("no", error!.Message);
    }

    [Fact]
    public async Task Run_Some_NoMoreUnderWayThanWentWellAndOne()
    {
        var gate = new Lock();
        var (underWay, well, greatestSurplus, greatest) = (0, 0, 0, 0);

        await SlowStart.RunAsync(200, async _ =>
        {
            lock (gate)
            {
                underWay++;
                greatest = Math.Max(greatest, underWay);
                greatestSurplus = Math.Max(greatestSurplus, underWay - well);
            }

            for (var i = 0; i < 50; i++) await Task.Yield();
            lock (gate) (underWay, well) = (underWay - 1, well + 1);
            return null;
        });

        Assert.Equal(1, greatestSurplus);
        Assert.True(greatest > 1);
    }

    [Fact]
    public async Task Run_FailsLater_WhatIsUnderWayEnds()
    {
        var ended = 0;

        var (done, error) = await SlowStart.RunAsync(100, async number =>
        {
            await Task.Yield();
            Interlocked.Increment(ref ended);
            return number >= 10 ? ApiError.InternalError("quota") : null;
        });

        Assert.NotNull(error);
        Assert.Equal(10, done);
        Assert.InRange(ended, 11, 21);
    }
}
