using System.Globalization;

namespace Kybernet.Kubelet.Native;

/// <summary>What this process may do.</summary>
internal static class Capabilities
{
    private const int SysResource = 24;

    public static bool HasSysResource()
    {
        foreach (var line in File.ReadLines("/proc/self/status"))
        {
            if (!line.StartsWith("CapEff:", StringComparison.Ordinal)) continue;
            return (ulong.Parse(line.AsSpan(7).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> SysResource & 1) != 0;
        }

        return false;
    }
}
