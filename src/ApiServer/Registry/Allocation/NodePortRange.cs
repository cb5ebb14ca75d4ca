using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Kybernet.ApiServer.Registry.Allocation;

/// <summary>
/// The ports services open on every node. Upstream: <c>apimachinery/pkg/util/net.PortRange</c>,
/// <c>pkg/registry/core/service/portallocator</c>.
/// </summary>
/// <param name="First">The first port.</param>
/// <param name="Size">How many ports.</param>
public sealed record NodePortRange(int First, int Size)
{
    private const int MinStaticBand = 16;
    private const int MaxStaticBand = 128;
    private const int StaticBandDivisor = 32;

    /// <summary>30000-32767.</summary>
    public static NodePortRange Default { get; } = new(30_000, 2_768);

    /// <summary>
    /// The number of ports, from the first on, kept for those that are named: <c>min(max(16, size/32), 128)</c>, or 0 in a range
    /// of up to 16.
    /// </summary>
    public int StaticBand => Size <= MinStaticBand ? 0 : Math.Clamp(Size / StaticBandDivisor, MinStaticBand, MaxStaticBand);

    /// <summary>Reads <c>30000-32767</c>, <c>30000+100</c> (both ends count) or a single port.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out NodePortRange? range, [NotNullWhen(false)] out string? error)
    {
        range = null;
        var value = text.Trim();
        var (hyphen, plus) = (value.IndexOf('-', StringComparison.Ordinal), value.IndexOf('+', StringComparison.Ordinal));
        error = $"unable to parse port range: {value}";
        if (hyphen >= 0 && plus >= 0) return false;
        var mark = Math.Max(hyphen, plus);
        if (!TryPort(mark < 0 ? value : value[..mark], out var low)) return false;
        var high = low;
        if (mark >= 0 && !TryPort(value[(mark + 1)..], out high)) return false;
        if (plus >= 0) high += low;
        error = low > ushort.MaxValue || high > ushort.MaxValue ? $"the port range cannot be greater than 65535: {value}"
            : high < low ? $"end port cannot be less than start port: {value}"
            : null;
        if (error is not null) return false;
        range = new(low, high - low + 1);
        return true;
    }

    public bool Contains(int port) => port >= First && port - First < Size;

    /// <summary>The error upstream gives for a port outside the range.</summary>
    public string NotInRange => $"provided port is not in the valid range. The range of valid ports is {this}";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}-{First + Size - 1}");

    /// <summary>A number small enough that adding two of them is safe.</summary>
    private static bool TryPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port < 1_000_000_000;
}
