using Kybernet.Api.Rbac.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Authorization.DefaultPolicy;

/// <summary>
/// What a default role or binding becomes when there is one already: what it lacks is added, what somebody added stays. Upstream:
/// <c>component-helpers/auth/rbac/reconciliation</c>.
/// </summary>
internal static class Reconciliation
{
    /// <summary>Its administrator keeps the object as it is.</summary>
    public static bool IsProtected(IObject existing) => existing.Metadata.Annotations.GetValueOrDefault(DefaultPolicies.AutoUpdate) == "false";

    /// <summary>A binding to another role cannot be changed into the expected one, only replaced.</summary>
    public static bool MustReplace(IObject existing, IObject expected) => (existing, expected) switch
    {
        (ClusterRoleBinding there, ClusterRoleBinding wanted) => there.RoleRef != wanted.RoleRef,
        (RoleBinding there, RoleBinding wanted) => there.RoleRef != wanted.RoleRef,
        _ => false,
    };

    /// <summary>The object to write; <paramref name="existing"/> itself when nothing is missing.</summary>
    public static IObject Merge(IObject existing, IObject expected)
    {
        var metadata = existing.Metadata with
        {
            Annotations = Merge(expected.Metadata.Annotations, existing.Metadata.Annotations),
            Labels = Merge(expected.Metadata.Labels, existing.Metadata.Labels),
        };
        IObject merged = (existing, expected) switch
        {
            (ClusterRole there, ClusterRole wanted) => there with
            {
                Rules = Add(there.Rules, wanted.Rules),
                AggregationRule = Merge(there.AggregationRule, wanted.AggregationRule),
            },
            (Role there, Role wanted) => there with { Rules = Add(there.Rules, wanted.Rules) },
            (ClusterRoleBinding there, ClusterRoleBinding wanted) => there with { Subjects = Add(there.Subjects, wanted.Subjects) },
            (RoleBinding there, RoleBinding wanted) => there with { Subjects = Add(there.Subjects, wanted.Subjects) },
            _ => existing,
        };
        merged = merged.WithMetadata(metadata);
        return merged.Equals(existing) ? existing : merged;
    }

    private static ListOf<PolicyRule> Add(ListOf<PolicyRule> there, ListOf<PolicyRule> wanted)
    {
        var missing = RuleCoverage.Missing(there, wanted);
        return missing.Count == 0 ? there : [.. there, .. missing];
    }

    private static ListOf<Subject> Add(ListOf<Subject> there, ListOf<Subject> wanted)
    {
        var missing = wanted.Where(subject => !there.Contains(subject)).Distinct().ToList();
        return missing.Count == 0 ? there : [.. there, .. missing];
    }

    /// <summary>Where nothing is expected to aggregate, nothing does.</summary>
    private static AggregationRule? Merge(AggregationRule? there, AggregationRule? wanted)
    {
        if (wanted is null || there is null) return wanted;
        var missing = wanted.ClusterRoleSelectors.Where(selector => !there.ClusterRoleSelectors.Contains(selector)).ToList();
        return missing.Count == 0 ? there : there with { ClusterRoleSelectors = [.. there.ClusterRoleSelectors, .. missing] };
    }

    /// <summary>What is there wins.</summary>
    private static MapOf<string> Merge(MapOf<string> expected, MapOf<string> there)
    {
        foreach (var (key, value) in expected)
            if (!there.ContainsKey(key)) there = there.SetItem(key, value);
        return there;
    }
}
