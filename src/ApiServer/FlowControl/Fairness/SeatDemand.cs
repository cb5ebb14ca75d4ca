namespace Kybernet.ApiServer.FlowControl.Fairness;

/// <summary>How many seats were wanted over a while: integrals of 1, x and x² over time. Guarded by its queue set. Upstream:
/// <c>fairqueuing/integrator.go</c>.</summary>
internal sealed class SeatDemand(TimeProvider time)
{
    private long _last = time.GetTimestamp();
    private double _seconds;
    private double _sum;
    private double _squares;
    private int _current;
    private int _highest;

    public void Set(int seats, long now)
    {
        Advance(now);
        _current = seats;
        _highest = Math.Max(_highest, seats);
    }

    /// <summary>What was observed since the last time, and begins anew.</summary>
    public DemandObserved Take(long now)
    {
        Advance(now);
        var average = _seconds > 0 ? _sum / _seconds : 0;
        var variance = _seconds > 0 ? (_squares / _seconds) - (average * average) : 0;
        var taken = new DemandObserved(_seconds, average, Math.Sqrt(Math.Max(variance, 0)), _highest);
        (_seconds, _sum, _squares, _highest) = (0, 0, 0, _current);
        return taken;
    }

    private void Advance(long now)
    {
        var passed = time.GetElapsedTime(_last, now).TotalSeconds;
        _last = now;
        _seconds += passed;
        _sum += passed * _current;
        _squares += passed * _current * _current;
    }
}

/// <summary>The demand for seats over a period.</summary>
/// <param name="Seconds">The period.</param>
/// <param name="Average">Over time.</param>
/// <param name="Deviation">The standard deviation.</param>
/// <param name="Highest">The most at once.</param>
public readonly record struct DemandObserved(double Seconds, double Average, double Deviation, int Highest);
