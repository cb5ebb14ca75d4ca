using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using Kybernet.Testing;

namespace Kybernet.Bench.Starts;

/// <summary>What the starts of one process took, in milliseconds, and how many methods the first one had compiled.</summary>
internal sealed record Starts(double[] Values)
{
    private const int Nexts = 20;
    private const int AtOnce = 200;
    private static readonly string[] s_names = ["first", "jitted", "jit-ms", "next", "200-at-once"];

    public static int Count => s_names.Length;

    public double this[int index] => Values[index];

    public static async Task<Starts> MeasureAsync()
    {
        var (methods, jit) = (JitInfo.GetCompiledMethodCount(), JitInfo.GetCompilationTime());
        var clock = Stopwatch.StartNew();
        await using var first = await TestCluster.StartAsync(new(), CancellationToken.None);
        var firstTook = clock.Elapsed.TotalMilliseconds;
        (methods, jit) = (JitInfo.GetCompiledMethodCount() - methods, JitInfo.GetCompilationTime() - jit);

        var nexts = new List<double>();
        for (var i = 0; i < Nexts; i++)
        {
            clock.Restart();
            await using var next = await TestCluster.StartAsync(new() { Seed = i }, CancellationToken.None);
            nexts.Add(clock.Elapsed.TotalMilliseconds);
        }

        clock.Restart();
        var clusters = await Task.WhenAll(
            Enumerable.Range(0, AtOnce).Select(i => TestCluster.StartAsync(new() { Seed = i }, CancellationToken.None)));
        var atOnce = clock.Elapsed.TotalMilliseconds;
        foreach (var cluster in clusters) await cluster.DisposeAsync();
        return new([firstTook, methods, jit.TotalMilliseconds, nexts.Order().ElementAt(Nexts / 2), atOnce]);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static Starts Parse(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new([.. words.Where((_, i) => i % 2 == 1).Select(word => double.Parse(word, CultureInfo.InvariantCulture))]);
    }

    public override string ToString() =>
        string.Join("  ", s_names.Zip(Values, static (name, value) => string.Create(CultureInfo.InvariantCulture, $"{name} {value:F1}")));
}
