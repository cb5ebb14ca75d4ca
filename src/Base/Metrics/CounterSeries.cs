namespace Kybernet.Base.Metrics;

/// <summary>One series of a <see cref="Counter"/>: kept by who counts often, so that counting looks nothing up.</summary>
public sealed class CounterSeries
{
    private long _count;

    public long Value => Interlocked.Read(ref _count);

    public void Add() => Interlocked.Increment(ref _count);
}
