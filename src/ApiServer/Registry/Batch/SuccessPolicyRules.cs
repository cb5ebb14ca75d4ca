using System.Text;
using Kybernet.Api.Batch.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Batch;

/// <summary>When an indexed job has succeeded before all its indexes have. Upstream: <c>validateSuccessPolicy</c>.</summary>
internal static class SuccessPolicyRules
{
    private const int MaxRules = 20;
    private const int MaxIndexesLength = 64 * 1024;

    public static void Check(FieldErrorList errors, FieldPath path, SuccessPolicy policy, int completions)
    {
        var at = path.Child("rules");
        if (policy.Rules.IsEmpty) errors.Demand(at, "at least one rules must be specified when the successPolicy is specified");
        ItemRules.MaxItems(errors, at, policy.Rules, MaxRules);
        for (var i = 0; i < policy.Rules.Count; i++) Rule(errors, at.Index(i), policy.Rules[i], completions);
    }

    private static void Rule(FieldErrorList errors, FieldPath path, SuccessPolicyRule rule, int completions)
    {
        if (rule is { SucceededCount: null, SucceededIndexes: null })
            errors.Demand(path, "at least one of succeededCount or succeededIndexes must be specified");
        var total = 0;
        if (rule.SucceededIndexes is { } indexes)
        {
            var at = path.Child("succeededIndexes");
            if (Encoding.UTF8.GetByteCount(indexes) > MaxIndexesLength) errors.Add(FieldError.TooLong(at, MaxIndexesLength));
            if (IndexIntervals.Problem(indexes, completions, out total) is { } problem)
                errors.Reject(at, indexes, $"error parsing succeededIndexes: {problem}");
        }

        if (rule.SucceededCount is not { } count) return;
        var atCount = path.Child("succeededCount");
        BoundRules.Minimum(errors, atCount, (long)count, 0);
        if (count > completions)
            errors.Reject(atCount, count, $"must be less than or equal to {completions} (the number of specified completions)");
        if (rule.SucceededIndexes is not null && count > total)
            errors.Reject(
                atCount, count,
                $"must be less than or equal to {total} (the number of indexes in the specified succeededIndexes field)");
    }
}
