namespace Kybernet.Base.Metrics;

/// <summary>One series of a <see cref="Histogram"/>: kept by who observes often, so that observing looks nothing up.</summary>
public sealed class HistogramSeries
{
    private readonly double[] _bounds;
    private readonly long[] _counts;
    private double _sum;

    internal HistogramSeries(double[] bounds)
    {
        _bounds = bounds;
        _counts = new long[bounds.Length + 1];
    }

    internal double Sum => Volatile.Read(ref _sum);

    internal long CountAt(int bucket) => Interlocked.Read(ref _counts[bucket]);

    public void Observe(double value)
    {
        var at = Array.BinarySearch(_bounds, value);
        if (at < 0) at = ~at;
        Interlocked.Increment(ref _counts[at]);
        double before, after;
        do
        {
            before = Volatile.Read(ref _sum);
            after = before + value;
        }
        while (Interlocked.CompareExchange(ref _sum, after, before) != before);
    }
}
