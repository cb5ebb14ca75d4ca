namespace Kybernet.Kubelet.Cgroups;

/// <summary>Processor time as the kernel counts it. Pure.</summary>
/// <remarks>Upstream: kubelet/cm, helpers_linux.</remarks>
internal static class CpuAmounts
{
    public const long Period = 100_000;
    private const long MinShares = 2;
    private const long MaxShares = 262_144;
    private const long MinQuota = 1000;

    /// <summary>1024 shares are one processor.</summary>
    public static long Shares(long milliCpu) => milliCpu == 0 ? MinShares : Math.Clamp(milliCpu * 1024 / 1000, MinShares, MaxShares);

    /// <summary>Microseconds of each <see cref="Period"/>; zero for no limit.</summary>
    public static long Quota(long milliCpu) => milliCpu == 0 ? 0 : Math.Max(milliCpu * Period / 1000, MinQuota);

    /// <summary>The weight, of 1 to 10000, that version 2 has for shares.</summary>
    public static long Weight(long shares) => 1 + ((shares - MinShares) * 9999 / (MaxShares - MinShares));
}
