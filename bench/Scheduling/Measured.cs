using System.Diagnostics;
using System.Globalization;

namespace Kybernet.Bench.Scheduling;

/// <summary>What scheduling many pods took.</summary>
/// <param name="Nodes">On so many nodes.</param>
/// <param name="Pods">So many pods.</param>
/// <param name="Took">From the first to the last.</param>
/// <param name="Allocated">Bytes, of the whole process.</param>
internal sealed record Measured(int Nodes, int Pods, TimeSpan Took, long Allocated)
{
    public static Stopwatch Begin(out long allocated)
    {
        GC.Collect();
        allocated = GC.GetTotalAllocatedBytes(precise: true);
        return Stopwatch.StartNew();
    }

    public static Measured End(int nodes, int pods, Stopwatch watch, long allocated) =>
        new(nodes, pods, watch.Elapsed, GC.GetTotalAllocatedBytes(precise: true) - allocated);

    public string Show(string name) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-20} {Nodes} nodes {Pods} pods {Took.TotalSeconds:F3} s {Pods / Took.TotalSeconds,10:F0} pods/s {(double)Allocated / Pods,8:F0} B/pod");
}
