using System.Globalization;

namespace Kybernet.Kubelet.Server.Stats;

/// <summary>What the whole node uses, from <c>/proc</c>.</summary>
/// <param name="UnixNanoseconds">When it was read.</param>
/// <param name="CpuSeconds">Of all cores, since the machine started, without idling.</param>
/// <param name="TotalBytes">The memory there is.</param>
/// <param name="AvailableBytes">What could be given to processes.</param>
internal sealed record NodeUsage(long UnixNanoseconds, double CpuSeconds, double TotalBytes, double AvailableBytes)
{
    private const double TicksPerSecond = 100;
    private const int Idle = 3;
    private const int IoWait = 4;
    private const int Guest = 8;

    public double WorkingSetBytes => TotalBytes - AvailableBytes;

    public static NodeUsage Read(DateTimeOffset now)
    {
        if (!OperatingSystem.IsLinux()) return new(now.ToUnixTimeMilliseconds() * 1_000_000, 0, 0, 0);
        var memory = File.ReadAllText("/proc/meminfo");
        return new(now.ToUnixTimeMilliseconds() * 1_000_000, CpuOf(File.ReadAllText("/proc/stat")), KibOf(memory, "MemTotal:"), KibOf(memory, "MemAvailable:"));
    }

    /// <summary>The first line: <c>cpu  user nice system idle iowait irq softirq steal guest guest_nice</c>; guests are in user already.</summary>
    internal static double CpuOf(string stat)
    {
        var line = stat[..stat.IndexOf('\n', StringComparison.Ordinal)];
        var numbers = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
        var ticks = 0.0;
        for (var i = 0; i < numbers.Length && i < Guest; i++)
            if (i is not (Idle or IoWait)) ticks += double.Parse(numbers[i], CultureInfo.InvariantCulture);
        return ticks / TicksPerSecond;
    }

    internal static double KibOf(string memory, string name)
    {
        var start = memory.IndexOf(name, StringComparison.Ordinal);
        if (start < 0) return 0;
        var rest = memory.AsSpan(start + name.Length).TrimStart();
        return double.Parse(rest[..rest.IndexOf(' ')], CultureInfo.InvariantCulture) * 1024;
    }
}
