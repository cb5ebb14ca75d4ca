using Kybernet.ApiServer.FlowControl.Fairness;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.ApiServer.Tests.FlowControl;

/// <summary>What one tenant's flood does to another, on virtual time.</summary>
public sealed class FairnessTests
{
    private const int Seats = 10;
    private static readonly TimeSpan s_takes = TimeSpan.FromMilliseconds(20);

    // Ten seats and twenty milliseconds: 500 requests a second, 250 for each of two.
    private static readonly TimeSpan s_share = TimeSpan.FromMilliseconds(4);

    [Theory]
    [InlineData(20)]
    [InlineData(5)]
    public void P99_NeighbourSendsFiftyTimesItsShare_StaysBelowThriceTheQuietOne(int everyMilliseconds)
    {
        var every = TimeSpan.FromMilliseconds(everyMilliseconds);
        var quiet = Run(tenants => tenants.Add("quiet", 500, every, s_takes)).P99;
        Tenant? flood = null;
        var beside = Run(tenants =>
        {
            flood = tenants.Add("flood", 20_000, s_share / 50, s_takes);
            return tenants.Add("quiet", 1_600 / everyMilliseconds, every, s_takes);
        });

        Assert.Equal(0, beside.Refused);
        Assert.True(beside.P99 < 3 * quiet, $"{beside.P99} beside a flood, {quiet} without");
        Assert.True(flood!.Refused > 15_000, $"{flood.Refused} refused: there was no flood");
        Assert.Equal(flood.Sent, flood.Refused + flood.Latencies.Count);
    }

    [Fact]
    public void Throughput_TwoFloods_IsHalved()
    {
        Tenant? other = null;
        var one = Run(tenants =>
        {
            other = tenants.Add("b", 2_000, s_share / 4, s_takes);
            return tenants.Add("a", 2_000, s_share / 4, s_takes);
        });

        Assert.InRange(one.Latencies.Count / (double)other!.Latencies.Count, 0.8, 1.25);
    }

    private static Tenant Run(Func<Tenants, Tenant> tenants)
    {
        var clock = new FakeTimeProvider();
        using var set = new QueueSet(clock, new(128, 6, 50), Seats);
        var simulation = new Tenants(clock, set);
        var watched = tenants(simulation);
        simulation.Run();
        Assert.True(set.State() is { Waiting: 0, Executing: 0, SeatsInUse: 0, SeatsWaiting: 0 }, set.State().ToString());
        return watched;
    }
}
