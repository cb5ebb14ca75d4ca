using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Resources;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Core.LimitRanges;

/// <summary>
/// Of containers: the default limit is the maximum, the default request the default limit, or else the minimum. Upstream:
/// <c>SetDefaults_LimitRangeItem</c>.
/// </summary>
internal static class LimitRangeDefaults
{
    public static LimitRange Apply(LimitRange range)
    {
        var limits = range.Spec.Limits;
        for (var i = 0; i < limits.Count; i++)
        {
            var item = Apply(limits[i]);
            if (!ReferenceEquals(item, limits[i])) limits = limits.SetItem(i, item);
        }

        return limits.AsSpan() == range.Spec.Limits.AsSpan()
            ? range
            : range with { Spec = range.Spec with { Limits = limits } };
    }

    private static LimitRangeItem Apply(LimitRangeItem item)
    {
        var (limits, requests) = (item.Default, item.DefaultRequest);
        if (item.Type == LimitType.Container)
        {
            limits = Filled(limits.IsAbsent ? MapOf<Quantity>.Empty : limits, item.Max);
            requests = Filled(Filled(requests.IsAbsent ? MapOf<Quantity>.Empty : requests, limits), item.Min);
        }

        var (max, min) = (ResourceLists.RoundedUp(item.Max), ResourceLists.RoundedUp(item.Min));
        (limits, requests) = (ResourceLists.RoundedUp(limits), ResourceLists.RoundedUp(requests));
        var ratio = ResourceLists.RoundedUp(item.MaxLimitRequestRatio);
        var isSame = ResourceLists.IsSame(max, item.Max) && ResourceLists.IsSame(min, item.Min)
            && IsSame(limits, item.Default) && IsSame(requests, item.DefaultRequest)
            && ResourceLists.IsSame(ratio, item.MaxLimitRequestRatio);
        return isSame
            ? item
            : item with { Max = max, Min = min, Default = limits, DefaultRequest = requests, MaxLimitRequestRatio = ratio };
    }

    /// <summary>An empty map is not written: absent is the same.</summary>
    private static bool IsSame(MapOf<Quantity> made, MapOf<Quantity> given) =>
        (made.IsEmpty && given.IsEmpty) || ResourceLists.IsSame(made, given);

    private static MapOf<Quantity> Filled(MapOf<Quantity> amounts, MapOf<Quantity> from)
    {
        foreach (var (name, amount) in from)
            if (!amounts.ContainsKey(name)) amounts = amounts.SetItem(name, amount);
        return amounts;
    }
}
