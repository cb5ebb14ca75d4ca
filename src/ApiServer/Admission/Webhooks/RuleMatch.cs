using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.Admission.Webhooks;

/// <summary>Whether a rule is about a request. Upstream: <c>webhook/predicates/rules</c>.</summary>
internal static class RuleMatch
{
    /// <param name="rule">The rule.</param>
    /// <param name="operation">CREATE, UPDATE, DELETE or CONNECT.</param>
    /// <param name="resource">What is written.</param>
    /// <param name="subresource">Empty for the resource itself.</param>
    /// <param name="namespace">Empty for what is in none.</param>
    public static bool Matches(RuleWithOperations rule, string operation, GroupVersionResource resource, string subresource, string @namespace) =>
        IsInScope(rule.Scope, resource, @namespace)
        && HasAny(rule.Operations, operation) && HasAny(rule.ApiGroups, resource.Group) && HasAny(rule.ApiVersions, resource.Version)
        && rule.Resources.Any(pattern => MatchesResource(pattern, resource.Resource, subresource));

    /// <summary>A namespace is of the cluster, although requests for it name a namespace: itself.</summary>
    private static bool IsInScope(string? scope, GroupVersionResource resource, string @namespace)
    {
        var isOfCluster = resource == new GroupVersionResource("", "v1", "namespaces") || @namespace.Length == 0;
        return scope switch
        {
            null or "" or "*" => true,
            "Namespaced" => !isOfCluster,
            "Cluster" => isOfCluster,
            _ => false,
        };
    }

    private static bool HasAny(ListOf<string> items, string wanted) => items.Contains("*") || items.Contains(wanted);

    private static bool MatchesResource(string pattern, string resource, string subresource)
    {
        var slash = pattern.IndexOf('/', StringComparison.Ordinal);
        var (first, second) = slash < 0 ? (pattern, "") : (pattern[..slash], pattern[(slash + 1)..]);
        return (first == "*" || first == resource) && (second == "*" || second == subresource);
    }
}
