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
    private readonly ConcurrentDictionary<MetricLabels, HistogramSeries> _series = new();

    public void Observe(MetricLabels values, double value) => Of(values).Observe(value);

    /// <summary>The series of the values, made at the first asking.</summary>
    public HistogramSeries Of(MetricLabels values) => _series.GetOrAdd(values, static (_, bounds) => new(bounds), bounds);

    private protected override void WriteSeries(StringBuilder text)
    {
        foreach (var (values, series) in _series)
        {
            var total = 0L;
            for (var i = 0; i < bounds.Length; i++)
            {
                total += series.CountAt(i);
                WriteLine(text, "_bucket", values, string.Create(CultureInfo.InvariantCulture, $"le=\"{bounds[i]:R}\""), total);
            }

            total += series.CountAt(bounds.Length);
            WriteLine(text, "_bucket", values, "le=\"+Inf\"", total);
            WriteLine(text, "_sum", values, "", series.Sum);
            WriteLine(text, "_count", values, "", total);
        }
    }
}
