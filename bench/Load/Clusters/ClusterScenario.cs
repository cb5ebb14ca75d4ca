using System.Globalization;
using Kybernet.Testing;

namespace Kybernet.Bench.Load.Clusters;

/// <summary>How long a cluster in a test takes: the first of a process, each further one, and many side by side.</summary>
internal static class ClusterScenario
{
    public const string Usage = "clusters            start TestClusters: the first, further ones, 200 at once";

    private const int Further = 50;
    private const int AtOnce = 200;

    public static async Task RunAsync(TimeProvider time, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        await using var first = await TestCluster.StartAsync(new(), cancel);
        Say("first start", time.GetElapsedTime(began).TotalMilliseconds, "ms");

        var times = new List<double>();
        var allocated = GC.GetTotalAllocatedBytes();
        for (var i = 0; i < Further; i++)
        {
            began = time.GetTimestamp();
            await using var cluster = await TestCluster.StartAsync(new() { Seed = i }, cancel);
            times.Add(time.GetElapsedTime(began).TotalMilliseconds);
        }

        times.Sort();
        Say("each further, median", times[Further / 2], "ms");
        Say("each further, slowest", times[^1], "ms");
        Say("each further, allocated", (GC.GetTotalAllocatedBytes() - allocated) / (1024.0 * Further), "KiB");

        var before = GC.GetTotalMemory(forceFullCollection: true);
        began = time.GetTimestamp();
        var many = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(i => TestCluster.StartAsync(new() { Seed = i }, cancel)));
        Say($"{AtOnce} at once, together", time.GetElapsedTime(began).TotalMilliseconds, "ms");
        Say($"{AtOnce} at once, memory each", (GC.GetTotalMemory(forceFullCollection: true) - before) / (1024.0 * AtOnce), "KiB");
        foreach (var cluster in many) await cluster.DisposeAsync();
    }

    private static void Say(string what, double value, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-28} {value,10:n1} {unit}"));
}
