using Kybernet.Api.Certificates.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Certificates;

/// <summary>What the server does to conditions a client sends. Upstream: <c>pkg/registry/certificates/certificates/strategy.go</c>.</summary>
internal static class ConditionChanges
{
    /// <summary>
    /// The conditions with those of the type as they were; unchanged when some were added or removed, which validation refuses.
    /// </summary>
    public static ListOf<CertificateSigningRequestCondition> Preserve(
        ListOf<CertificateSigningRequestCondition> conditions, ListOf<CertificateSigningRequestCondition> old, string type)
    {
        var (before, after) = (Indices(old, type), Indices(conditions, type));
        if (before.Count != after.Count) return conditions;
        for (var i = 0; i < before.Count; i++) conditions = conditions.SetItem(after[i], old[before[i]]);
        return conditions;
    }

    /// <summary>Times that are missing become now, or the old transition when the status did not change.</summary>
    public static ListOf<CertificateSigningRequestCondition> WithTimes(
        ListOf<CertificateSigningRequestCondition> conditions, ListOf<CertificateSigningRequestCondition> old, Time now)
    {
        for (var i = 0; i < conditions.Count; i++)
        {
            var condition = conditions[i];
            if (!condition.LastUpdateTime.IsZero && !condition.LastTransitionTime.IsZero) continue;
            var transition = condition.LastTransitionTime;
            if (transition.IsZero)
                transition = old.FirstOrDefault(
                    other => other.Type == condition.Type && other.Status == condition.Status && !other.LastTransitionTime.IsZero)
                    ?.LastTransitionTime ?? now;
            conditions = conditions.SetItem(i, condition with
            {
                LastUpdateTime = condition.LastUpdateTime.IsZero ? now : condition.LastUpdateTime,
                LastTransitionTime = transition,
            });
        }

        return conditions;
    }

    private static List<int> Indices(ListOf<CertificateSigningRequestCondition> conditions, string type)
    {
        var indices = new List<int>();
        for (var i = 0; i < conditions.Count; i++)
            if (conditions[i].Type == type) indices.Add(i);
        return indices;
    }
}
