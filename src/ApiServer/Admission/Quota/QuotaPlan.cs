using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Admission.Limits;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Admission.Quota;

/// <summary>What a write takes of a quota, if the quota allows it. Upstream: <c>CheckRequest</c> of <c>plugin/resourcequota/controller.go</c>.</summary>
internal static class QuotaPlan
{
    /// <summary>What is added to <c>status.used</c>: nothing when the quota has no part in the write.</summary>
    public static Outcome<MapOf<Quantity>> Check(
        ResourceQuota quota, QuotaEvaluator evaluator, AdmissionAttributes attributes, IObject value, IObject? old, DateTimeOffset now)
    {
        var (hard, used) = (quota.Status.Hard, quota.Status.Used);
        if (!evaluator.Covers(quota, hard, value)) return default(MapOf<Quantity>);
        var name = quota.Metadata.Name;
        var restricted = hard.Keys.Where(evaluator.Matches).ToList();
        if (evaluator.Missing(restricted, value) is { } missing) return attributes.Forbidden($"failed quota: {name}: {missing}");
        if (!restricted.TrueForAll(used.ContainsKey))
            return attributes.Forbidden($"status unknown for quota: {name}, resources: {string.Join(',', restricted)}");

        var usage = evaluator.Usage(value, now);
        var negative = usage.Where(static one => one.Value.Sign < 0).Select(static one => one.Key).ToList();
        if (negative.Count > 0) return attributes.Forbidden($"quota usage is negative for resource(s): {string.Join(',', negative)}");
        if (old is { Metadata.ResourceVersion.Length: > 0 } && evaluator.Covers(quota, hard, old))
            usage = Amounts.SubtractToZero(usage, evaluator.Usage(old, now));
        var requested = usage.Where(one => !one.Value.IsZero && hard.ContainsKey(one.Key)).ToMapOf();
        if (requested.IsEmpty || attributes.Subresource == "status") return requested;

        var exceeded = requested.Where(one => used.GetValueOrDefault(one.Key) + one.Value > hard[one.Key]).ToMapOf();
        if (exceeded.IsEmpty) return requested;
        var (before, limits) = (Amounts.Only(used, exceeded.ContainsKey), Amounts.Only(hard, exceeded.ContainsKey));
        return attributes.Forbidden(
            $"exceeded quota: {name}, requested: {Amounts.Text(exceeded)}, used: {Amounts.Text(before)}, limited: {Amounts.Text(limits)}");
    }
}
