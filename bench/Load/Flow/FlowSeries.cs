using System.Globalization;

namespace Kybernet.Bench.Load.Flow;

/// <summary>What one of those who are measured felt: quiet, beside the flood, on a busy machine.</summary>
/// <param name="name">Who.</param>
internal sealed class FlowSeries(string name)
{
    public const string Head =
        "                      quiet: n     p50     p99   beside: n     p50     p99    ratio of p99 (by round)     busy: n     p50     p99   ratio";

    private readonly List<double[]>[] _rounds = [[], [], []];

    public void Add(int condition, List<double> milliseconds)
    {
        lock (milliseconds) _rounds[condition].Add([.. milliseconds.Order()]);
    }

    public override string ToString()
    {
        var all = _rounds.Select(static rounds => rounds.SelectMany(static round => round).Order().ToArray()).ToArray();
        var ratios = _rounds[0].Zip(_rounds[1], static (quiet, beside) => At(beside, 0.99) / At(quiet, 0.99)).Order().ToArray();
        var spread = string.Create(CultureInfo.InvariantCulture, $"({At(ratios, 0.25):f1} to {At(ratios, 0.75):f1})");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-18}{Text(all[0]),28}{Text(all[1]),28}{At(all[1], 0.99) / At(all[0], 0.99),10:f2} {spread,-18}{Text(all[2]),24}"
            + $"{At(all[2], 0.99) / At(all[0], 0.99),8:f2}");
    }

    private static string Text(double[] sorted) => string.Create(
        CultureInfo.InvariantCulture, $"{sorted.Length,8}{At(sorted, 0.5),8:f2}{At(sorted, 0.99),8:f2}");

    private static double At(double[] sorted, double quantile) =>
        sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * quantile))];
}
