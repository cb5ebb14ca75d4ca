using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Kybernet.Base.Metrics;

/// <summary>How often values fell into each bucket.</summary>
/// <param name="name">As upstream names it.</param>
/// <param name="help">For people.</param>
/// <param name="bounds">The upper bounds of the buckets, growing; values beyond the last count in the total only.</param>
/// <param name="labels">The names of the labels.</param>
public sealed class Histogram(string name, string help, double[] bounds, params string[] labels) : MetricFamily(name, help, "histogram", labels)
{
    private readonly ConcurrentDictionary<MetricLabels, Buckets> _series = new();

    public void Observe(MetricLabels values, double value)
    {
        var series = _series.GetOrAdd(values, static (_, length) => new(length), bounds.Length);
        var at = Array.BinarySearch(bounds, value);
        if (at < 0) at = ~at;
        Interlocked.Increment(ref series.Counts[at]);
        double before, after;
        do
        {
            before = Volatile.Read(ref series.Sum);
            after = before + value;
        }
        while (Interlocked.CompareExchange(ref series.Sum, after, before) != before);
    }

    private protected override void WriteSeries(StringBuilder text)
    {
        foreach (var (values, series) in _series)
        {
            var total = 0L;
            for (var i = 0; i < bounds.Length; i++)
            {
                total += Interlocked.Read(ref series.Counts[i]);
                WriteLine(text, "_bucket", values, string.Create(CultureInfo.InvariantCulture, $"le=\"{bounds[i]:R}\""), total);
            }

            total += Interlocked.Read(ref series.Counts[bounds.Length]);
            WriteLine(text, "_bucket", values, "le=\"+Inf\"", total);
            WriteLine(text, "_sum", values, "", Volatile.Read(ref series.Sum));
            WriteLine(text, "_count", values, "", total);
        }
    }

    private sealed class Buckets(int length)
    {
        public readonly long[] Counts = new long[length + 1];
        public double Sum;
    }
}
