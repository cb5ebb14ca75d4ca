using Kybernet.Api.Rbac.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Authorization;

/// <summary>
/// Which of some rules are not among those somebody has. The wanted rules are broken into the smallest ones (one verb, one resource,
/// one name), so that each is covered by one rule or by none. Upstream: <c>component-helpers/auth/rbac/validation</c>.
/// </summary>
internal static class RuleCoverage
{
    public static List<PolicyRule> Missing(IReadOnlyList<PolicyRule> owned, IEnumerable<PolicyRule> wanted) =>
        [.. wanted.SelectMany(BreakDown).Where(one => !owned.Any(owner => Covers(owner, one)))];

    public static List<PolicyRule> BreakDown(PolicyRule rule)
    {
        var parts = new List<PolicyRule>();
        ListOf<string>[] names = rule.ResourceNames.IsEmpty ? [default] : [.. rule.ResourceNames.Select(static ListOf<string> (name) => [name])];
        foreach (var group in rule.ApiGroups)
            foreach (var resource in rule.Resources)
                foreach (var verb in rule.Verbs)
                    foreach (var name in names)
                        parts.Add(new() { ApiGroups = [group], Resources = [resource], Verbs = [verb], ResourceNames = name });
        foreach (var path in rule.NonResourceURLs)
            foreach (var verb in rule.Verbs)
                parts.Add(new() { NonResourceURLs = [path], Verbs = [verb] });
        return parts;
    }

    /// <summary>Rules of one resource that differ in their verbs only become one, to be shown. Upstream: <c>CompactRules</c>.</summary>
    public static IEnumerable<PolicyRule> Compact(IEnumerable<PolicyRule> rules)
    {
        var simple = new Dictionary<(string Group, string Resource, string? Name), PolicyRule>();
        foreach (var rule in rules)
        {
            if (rule is not { ApiGroups.Count: 1, Resources.Count: 1, ResourceNames.Count: <= 1, NonResourceURLs.Count: 0 })
            {
                yield return rule;
                continue;
            }

            var key = (rule.ApiGroups[0], rule.Resources[0], rule.ResourceNames.IsEmpty ? null : rule.ResourceNames[0]);
            simple[key] = simple.TryGetValue(key, out var before) ? before with { Verbs = before.Verbs.AddRange(rule.Verbs.AsSpan()) } : rule;
        }

        foreach (var rule in simple.Values) yield return rule;
    }

    private static bool Covers(PolicyRule owner, PolicyRule one) =>
        HasAll(owner.Verbs, one.Verbs)
        && HasAll(owner.ApiGroups, one.ApiGroups)
        && (owner.Resources.Contains(PolicyRules.All) || one.Resources.All(resource => CoversResource(owner.Resources, resource)))
        && one.NonResourceURLs.All(path => owner.NonResourceURLs.Any(there => PolicyRules.CoversPath(there, path)))
        && (owner.ResourceNames.IsEmpty || (!one.ResourceNames.IsEmpty && one.ResourceNames.All(owner.ResourceNames.Contains)));

    private static bool HasAll(ListOf<string> owner, ListOf<string> wanted) =>
        owner.Contains(PolicyRules.All) || wanted.All(owner.Contains);

    private static bool CoversResource(ListOf<string> owner, string resource)
    {
        if (owner.Contains(resource)) return true;
        var slash = resource.IndexOf('/', StringComparison.Ordinal);
        return slash >= 0 && owner.Contains(string.Concat(PolicyRules.All, resource.AsSpan(slash)));
    }
}
