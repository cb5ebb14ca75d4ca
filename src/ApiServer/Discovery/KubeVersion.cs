using System.Globalization;
using System.Text.RegularExpressions;

namespace Kybernet.ApiServer.Discovery;

/// <summary>
/// The order of API version names: stable before beta before alpha, higher before lower, anything else last by name.
/// Upstream: <c>CompareKubeAwareVersionStrings</c>.
/// </summary>
public sealed partial class KubeVersion : IComparer<string>
{
    public static KubeVersion NewestFirst { get; } = new();

    public int Compare(string? x, string? y)
    {
        var (left, right) = (Parse(x ?? ""), Parse(y ?? ""));
        return left == right ? string.CompareOrdinal(x, y) : right.CompareTo(left);
    }

    /// <summary>Stability (2 stable, 1 beta, 0 alpha, -1 no version name), major, minor.</summary>
    private static (int Stability, int Major, int Minor) Parse(string version)
    {
        var match = VersionName().Match(version);
        if (!match.Success || !TryParse(match.Groups[1].Value, out var major)) return (-1, 0, 0);
        if (!match.Groups[2].Success) return (2, major, 0);
        return TryParse(match.Groups[3].Value, out var minor) ? (match.Groups[2].Value == "beta" ? 1 : 0, major, minor) : (-1, 0, 0);
    }

    private static bool TryParse(string digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    [GeneratedRegex("^v([1-9][0-9]*)(?:(alpha|beta)([1-9][0-9]*))?$", RegexOptions.CultureInvariant)]
    private static partial Regex VersionName();
}
