using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Kybernet.Base.Metrics;

/// <summary>A metric and its series, one for each combination of label values. Any thread may record.</summary>
/// <param name="name">As upstream names it.</param>
/// <param name="help">For people.</param>
/// <param name="type">counter, gauge or histogram, as Prometheus' text format says it.</param>
/// <param name="labels">The names of the labels.</param>
public abstract class MetricFamily(string name, string help, string type, string[] labels)
{
    public string Name => name;

    /// <summary>Appends the metric in Prometheus' text format.</summary>
    public void WriteTo(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
        WriteSeries(text);
    }

    private protected abstract void WriteSeries(StringBuilder text);

    private protected void WriteLine(StringBuilder text, string suffix, MetricLabels values, string extra, double value)
    {
        text.Append(name).Append(suffix);
        if (labels.Length > 0 || extra.Length > 0)
        {
            text.Append('{');
            for (var i = 0; i < labels.Length; i++) text.Append(i == 0 ? "" : ",").Append(labels[i]).Append("=\"").Append(Escaped(values[i])).Append('"');
            if (extra.Length > 0) text.Append(labels.Length == 0 ? "" : ",").Append(extra);
            text.Append('}');
        }

        text.Append(CultureInfo.InvariantCulture, $" {value:R}\n");
    }

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}

/// <summary>A number that only grows.</summary>
public sealed class Counter(string name, string help, params string[] labels) : MetricFamily(name, help, "counter", labels)
{
    private readonly ConcurrentDictionary<MetricLabels, CounterSeries> _series = new();

    public void Add(MetricLabels values) => Of(values).Add();

    /// <summary>The series of the values, made at the first asking.</summary>
    public CounterSeries Of(MetricLabels values) => _series.GetOrAdd(values, static _ => new());

    private protected override void WriteSeries(StringBuilder text)
    {
        foreach (var (values, count) in _series) WriteLine(text, "", values, "", count.Value);
    }
}

/// <summary>A number read when it is asked for.</summary>
public sealed class Gauge(string name, string help, Func<IEnumerable<(MetricLabels Labels, double Value)>> read, params string[] labels)
    : MetricFamily(name, help, "gauge", labels)
{
    private protected override void WriteSeries(StringBuilder text)
    {
        foreach (var (values, value) in read()) WriteLine(text, "", values, "", value);
    }
}
