using System.Globalization;

namespace Kybernet.Bench.Load.Cost;

/// <summary>The turns of one kind of request.</summary>
/// <param name="name">Which.</param>
internal sealed class CostSeries(string name)
{
    private readonly List<CostTurn> _bare = [];
    private readonly List<CostTurn> _hardened = [];

    public void Add(CostTurn bare, CostTurn hardened)
    {
        _bare.Add(bare);
        _hardened.Add(hardened);
    }

    /// <summary>Medians of the rates, of the part of the rate that is lost in a pair of turns with its quartiles, and processor time a request.</summary>
    public override string ToString()
    {
        var lost = _bare.Zip(_hardened, static (bare, hardened) => 100 * (1 - (hardened.PerSecond / bare.PerSecond))).ToList();
        var (bare, hardened) = (Processor(_bare), Processor(_hardened));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-20}{Quantile(_bare.Select(static turn => turn.PerSecond), 0.5),9:n0}{Quantile(_hardened.Select(static turn => turn.PerSecond), 0.5),10:n0}"
            + $"{Quantile(lost, 0.5),6:f1} %{$"{Quantile(lost, 0.25):f0} to {Quantile(lost, 0.75):f0}",16}{bare,10:n0}{hardened,10:n0}"
            + $"{100 * ((hardened / bare) - 1),6:f0} %");
    }

    private static double Processor(List<CostTurn> turns) =>
        1e6 * turns.Sum(static turn => turn.ProcessorSeconds) / turns.Sum(static turn => turn.Answered);

    private static double Quantile(IEnumerable<double> values, double quantile)
    {
        var sorted = values.Order().ToArray();
        return sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * quantile))];
    }
}

/// <summary>What a server did in a turn.</summary>
/// <param name="PerSecond">Requests answered.</param>
/// <param name="Answered">How many.</param>
/// <param name="ProcessorSeconds">The server's processor time.</param>
internal readonly record struct CostTurn(double PerSecond, int Answered, double ProcessorSeconds);
