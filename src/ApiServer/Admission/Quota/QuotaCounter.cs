using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Admission.Limits;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Admission.Quota;

/// <summary>Counts what the objects of a namespace take of a quota, from the caches. Upstream: <c>CalculateUsage</c> of <c>quota/v1/resources.go</c>.</summary>
internal static class QuotaCounter
{
    /// <summary><c>status.used</c>: every name of the quota that somebody measures, be it zero.</summary>
    public static MapOf<Quantity> Count(ResourceQuota quota, IEnumerable<Resource> resources, DateTimeOffset now)
    {
        var hard = quota.Spec.Hard;
        MapOf<Quantity> used = default;
        foreach (var resource in resources)
        {
            if (!resource.Info.IsNamespaced || QuotaEvaluators.IsIgnored(resource.Info.GroupResource)) continue;
            var evaluator = QuotaEvaluators.Of(resource.Info.GroupResource);
            var names = hard.Keys.Where(evaluator.Matches).ToHashSet(StringComparer.Ordinal);
            if (names.Count == 0) continue;
            foreach (var name in names)
                if (!used.ContainsKey(name)) used = used.SetItem(name, Quantity.New(0, QuantityFormat.DecimalSI));
            foreach (var item in resource.Cache.Snapshot.Objects.Under(quota.Metadata.Namespace + "/"))
            {
                if (evaluator.Covers(quota, hard, item.Value))
                    used = Amounts.Add(used, Amounts.Only(evaluator.Usage(item.Value, now), names.Contains));
            }
        }

        return used;
    }
}
