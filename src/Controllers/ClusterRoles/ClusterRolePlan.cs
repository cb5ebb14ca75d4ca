using System.Diagnostics.CodeAnalysis;
using Kybernet.Api.Rbac.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;

namespace Kybernet.Controllers.ClusterRoles;

/// <summary>The rules an aggregating role has.</summary>
public static class ClusterRolePlan
{
    /// <summary>The rules of the selected roles, each once: by selector, then by role name, then as the role lists them.</summary>
    /// <returns>False when a selector is wrong.</returns>
    public static bool TryAggregate(
        string name, AggregationRule aggregation, IReadOnlyList<ClusterRole> roles, out ListOf<PolicyRule> rules, [NotNullWhen(false)] out string? error)
    {
        var found = new List<PolicyRule>();
        var seen = new HashSet<PolicyRule>();
        rules = default;
        foreach (var selected in aggregation.ClusterRoleSelectors)
        {
            if (!selected.TryToSelector(out var selector, out error)) return false;
            foreach (var role in roles.Where(role => selector.Matches(role.Metadata.Labels)).OrderBy(static role => role.Metadata.Name, StringComparer.Ordinal))
            {
                if (role.Metadata.Name == name) continue;
                foreach (var rule in role.Rules)
                    if (seen.Add(rule)) found.Add(rule);
            }
        }

        (rules, error) = (found.ToListOf(), null);
        return true;
    }
}
