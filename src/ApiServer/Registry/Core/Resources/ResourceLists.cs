using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Core.Resources;

/// <summary>Defaulting of every list of resources. Upstream: <c>SetDefaults_ResourceList</c>.</summary>
public static class ResourceLists
{
    private const int Milli = -3;

    /// <summary>Amounts finer than a thousandth are rounded up; the same list when there are none.</summary>
    public static MapOf<Quantity> RoundedUp(MapOf<Quantity> list)
    {
        var rounded = list;
        foreach (var (name, amount) in list)
        {
            var up = amount.RoundUp(Milli, out var exact);
            if (!exact) rounded = rounded.SetItem(name, up);
        }

        return rounded;
    }

    /// <summary>True when both are the same list: nothing had to be rounded.</summary>
    public static bool IsSame(MapOf<Quantity> left, MapOf<Quantity> right) => left.AsSpan() == right.AsSpan();
}
