using System.Globalization;
using System.Text;
using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Pods;

/// <summary>Recognises a container whose definition changed and that has to be made anew.</summary>
/// <remarks>Upstream: kubelet/container, HashContainer: FNV-1a of name and image. Not the same numbers: another kubelet's
/// containers are made anew.</remarks>
internal static class ContainerHash
{
    private const uint Offset = 2166136261;
    private const uint Prime = 16777619;

    /// <returns>Hexadecimal.</returns>
    public static string Of(Container container)
    {
        var hash = Offset;
        foreach (var value in Encoding.UTF8.GetBytes($"{container.Image} {container.Name}")) hash = unchecked((hash ^ value) * Prime);
        return hash.ToString("x", CultureInfo.InvariantCulture);
    }
}
