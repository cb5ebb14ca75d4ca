using System.Globalization;
using System.Text;
using Kybernet.Bench.Micro.Pods;

namespace Kybernet.Bench.Micro.Quick;

/// <summary>All comparisons in less than a minute, as tables.</summary>
internal static class QuickRun
{
    public static void Time(TimeSpan each, string? only)
    {
        Console.WriteLine($"One pod: {Encoding.UTF8.GetByteCount(PodFamily.Template())} bytes of JSON");
        Console.WriteLine();
        Row("what", "ours", "allocates", "peer", "allocates", "times faster", "of its bytes", "peer's name");
        Row("---", "---:", "---:", "---:", "---:", "---:", "---:", "---");
        var comparisons = Comparisons.All().Where(comparison => only is null || comparison.Name.Contains(only, StringComparison.Ordinal)).ToList();
        Measurement.Warm([.. comparisons.SelectMany(comparison => new[] { comparison.Ours, comparison.Theirs ?? comparison.Ours })], each * 15);
        foreach (var comparison in comparisons)
        {
            var (ours, theirs) = Measurement.Both(comparison.Ours, comparison.Theirs, each);
            if (comparison.Theirs is null) Row(comparison.Name, Nanoseconds(ours), Bytes(ours.Bytes), "", "", "", "", "");
            else Row(comparison.Name, Nanoseconds(ours), Bytes(ours.Bytes), Nanoseconds(theirs), Bytes(theirs.Bytes),
                Number(theirs.Nanoseconds / ours.Nanoseconds), Share(ours.Bytes, theirs.Bytes), comparison.Peer!);
        }
    }

    public static void Memory(int pods)
    {
        Console.WriteLine();
        Row($"kept alive by one of {pods} pods", "bytes");
        Row("---", "---:");
        foreach (var (name, bytes) in RetainedMemory.Measure(pods)) Row(name, Bytes(bytes));
    }

    private static void Row(params string[] cells) => Console.WriteLine("| " + string.Join(" | ", cells) + " |");

    private static string Nanoseconds(Measurement measured) => measured.Nanoseconds < 1000
        ? $"{measured.Nanoseconds.ToString("0", CultureInfo.InvariantCulture)} ns"
        : $"{Number(measured.Nanoseconds / 1000)} µs";

    private static string Bytes(long bytes) => $"{bytes.ToString("#,0", CultureInfo.InvariantCulture)} B";

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Share(long ours, long theirs) => theirs == 0 ? ours == 0 ? "same" : "more" : $"{Number((double)ours / theirs)}";
}
