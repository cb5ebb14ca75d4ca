using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.ApiServer.Admission.Webhooks;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission.Policies;

/// <summary>What a policy, or a binding of one, is about. Upstream: <c>policy/matching</c>.</summary>
internal sealed class PolicyScope
{
    private readonly MatchResources _resources;

    // Null when it cannot be read: stored before it was checked.
    private readonly Selector? _namespaces;
    private readonly Selector? _objects;

    private PolicyScope(MatchResources resources)
    {
        _resources = resources;
        _namespaces = resources.NamespaceSelector.TryToSelector(out var read, out _) ? read : null;
        _objects = resources.ObjectSelector.TryToSelector(out read, out _) ? read : null;
    }

    public static PolicyScope? Of(MatchResources? resources) => resources is null ? null : new(resources);

    /// <summary>As which version the object is to be shown; null when it is not about the request.</summary>
    public async ValueTask<Outcome<ShownVersion?>> MatchAsync(
        ClusterView cluster, AdmissionAttributes attributes, IObject? value, IObject? old, CancellationToken cancel)
    {
        if (_objects is { IsEmpty: false } && !HookMatcher.HasLabels(value, _objects) && !HookMatcher.HasLabels(old, _objects)) return (ShownVersion?)null;
        if (Find(_resources.ExcludeResourceRules, cluster, attributes) is not null) return (ShownVersion?)null;
        var shown = _resources.ResourceRules.IsEmpty ? attributes.Resource.Resource : Find(_resources.ResourceRules, cluster, attributes);
        if (shown is not { } version || cluster.Find(attributes.Resource.Resource) is not { } from || cluster.Find(version) is not { } to)
            return (ShownVersion?)null;
        // Faults of a policy are no business of requests that are not for it.
        if (_namespaces is null) return ApiError.InternalError("the namespaceSelector is not valid");
        if (_objects is null) return ApiError.InternalError("the objectSelector is not valid");
        var matches = await HookMatcher.IsInNamespaceAsync(cluster, _namespaces, attributes, value, old, cancel);
        if (!matches.TryGet(out var isIn, out var error)) return error;
        return isIn ? new ShownVersion(from, to) : null;
    }

    private GroupVersionResource? Find(ListOf<NamedRuleWithOperations> rules, ClusterView cluster, AdmissionAttributes attributes)
    {
        if (rules.IsEmpty) return null;
        var requested = attributes.Resource.Resource;
        if (rules.Any(rule => Matches(rule, attributes, requested))) return requested;
        if (_resources.MatchPolicy != MatchPolicyType.Equivalent) return null;
        foreach (var other in HookMatcher.EquivalentsOf(cluster, attributes))
            if (rules.Any(rule => Matches(rule, attributes, other))) return other;
        return null;
    }

    private static bool Matches(NamedRuleWithOperations rule, AdmissionAttributes attributes, GroupVersionResource resource)
    {
        if (!rule.ResourceNames.IsEmpty && !rule.ResourceNames.Contains(attributes.Name)) return false;
        var plain = new RuleWithOperations
        {
            Operations = rule.Operations,
            ApiGroups = rule.ApiGroups,
            ApiVersions = rule.ApiVersions,
            Resources = rule.Resources,
            Scope = rule.Scope,
        };
        return RuleMatch.Matches(plain, HookMatcher.OperationOf(attributes), resource, attributes.Subresource, HookMatcher.NamespaceOf(attributes));
    }
}
