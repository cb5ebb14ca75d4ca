using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Values;

namespace Kybernet.Kubelet.Probes;

/// <summary>Ports by number or by name.</summary>
internal static class ProbePorts
{
    /// <returns>Null when the container has no port of that name.</returns>
    public static int? Find(Container container, IntOrString port)
    {
        if (port.Type == IntOrStringType.Int) return port.IntVal is > 0 and < 65536 ? port.IntVal : null;
        foreach (var named in container.Ports)
            if (named.Name == port.StrVal) return named.ContainerPortValue;
        return int.TryParse(port.StrVal, System.Globalization.CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65536 ? number : null;
    }
}
