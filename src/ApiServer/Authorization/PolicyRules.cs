using Kybernet.Api.Rbac.V1;
using Kybernet.ApiServer.Pipeline;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Authorization;

/// <summary>What a rule of a role lets through. Upstream: <c>rbac.RuleAllows</c> and <c>rbac/v1/evaluation_helpers.go</c>.</summary>
internal static class PolicyRules
{
    public const string All = "*";

    public static bool Allows(PolicyRule rule, RequestInfo request)
    {
        if (!Matches(rule.Verbs, request.Verb)) return false;
        if (!request.IsResourceRequest) return MatchesPath(rule.NonResourceURLs, request.Path);
        return Matches(rule.ApiGroups, request.ApiGroup)
            && MatchesResource(rule.Resources, request.Resource, request.Subresource)
            && (rule.ResourceNames.IsEmpty || rule.ResourceNames.Contains(request.Name));
    }

    private static bool Matches(ListOf<string> there, string wanted)
    {
        foreach (var one in there)
            if (one == All || one == wanted) return true;
        return false;
    }

    /// <summary><c>*</c>, <c>pods</c>, <c>pods/log</c> and <c>*/scale</c>; compared in parts, so that nothing is allocated.</summary>
    private static bool MatchesResource(ListOf<string> there, string resource, string subresource)
    {
        foreach (var one in there)
        {
            if (one == All) return true;
            if (subresource.Length == 0)
            {
                if (one == resource) return true;
                continue;
            }

            var slash = one.Length - subresource.Length - 1;
            if (slash < 1 || one[slash] != '/' || !one.EndsWith(subresource, StringComparison.Ordinal)) continue;
            var parent = one.AsSpan(0, slash);
            if (parent is All || parent.SequenceEqual(resource)) return true;
        }

        return false;
    }

    private static bool MatchesPath(ListOf<string> there, string path)
    {
        foreach (var one in there)
            if (CoversPath(one, path)) return true;
        return false;
    }

    /// <summary>The same path, or one below a path that ends with a star.</summary>
    public static bool CoversPath(string owner, string path) =>
        owner == path || (owner.EndsWith('*') && path.AsSpan().StartsWith(owner.AsSpan().TrimEnd('*'), StringComparison.Ordinal));
}
