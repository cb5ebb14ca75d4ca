using Kybernet.Api.Rbac.V1;
using Kybernet.ApiServer.Admission;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Registry.Rbac;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Authorization;

/// <summary>
/// Nobody gives what they do not have: whoever writes a role holds its rules or may <c>escalate</c> it, whoever binds one holds its
/// rules or may <c>bind</c> it. Upstream: <c>policybased</c> storages of <c>pkg/registry/rbac</c>.
/// </summary>
internal sealed class RbacEscalation : IAdmissionPlugin
{
    private static readonly PolicyRule[] s_fullAuthority =
    [
        new() { Verbs = ["*"], ApiGroups = ["*"], Resources = ["*"] },
        new() { Verbs = ["*"], NonResourceURLs = ["*"] },
    ];

    /// <summary>Rules that allow everything.</summary>
    public static IReadOnlyList<PolicyRule> FullAuthority => s_fullAuthority;

    /// <summary>Set once, when the registry is made.</summary>
    public IRuleResolver? Rules { get; set; }

    /// <summary>Set once, when the registry is made.</summary>
    public IAuthorizer? Authorizer { get; set; }

    public string Name => "RBACEscalation";

    public bool Handles(ResourceInfo resource) => resource.Resource.Group == RbacNames.Group;

    public async ValueTask<ApiError?> ValidateAsync(AdmissionAttributes attributes, IObject? value, IObject? old, CancellationToken cancel)
    {
        if (attributes.Operation is not (AdmissionOperation.Create or AdmissionOperation.Update)) return null;
        if (attributes.Request.User.Groups.Contains(UserInfo.SystemMasters)) return null;
        if (value is null || (old is not null && OnlyFeedsTheCollector(value, old))) return null;
        switch (value)
        {
            case Role role:
                return await MayEscalateAsync(attributes, cancel) ? null : Check(attributes, [.. role.Rules]);
            case ClusterRole role:
                if (await MayEscalateAsync(attributes, cancel)) return null;
                return Check(attributes, [.. role.Rules]) ?? (Aggregates(role) || Aggregates(old as ClusterRole) ? CheckAggregation(attributes) : null);
            case RoleBinding binding:
                return await CheckBindingAsync(attributes, binding.RoleRef, cancel);
            case ClusterRoleBinding binding:
                return await CheckBindingAsync(attributes, binding.RoleRef, cancel);
            default:
                return null;
        }
    }

    private static bool Aggregates(ClusterRole? role) => role is { AggregationRule.ClusterRoleSelectors.IsEmpty: false };

    /// <summary>Nothing but what the garbage collector needs changed. Upstream: <c>rbacregistry.IsOnlyMutatingGCFields</c>.</summary>
    private static bool OnlyFeedsTheCollector(IObject value, IObject old) => value.WithMetadata(value.Metadata with
    {
        OwnerReferences = old.Metadata.OwnerReferences,
        Finalizers = old.Metadata.Finalizers,
        SelfLink = old.Metadata.SelfLink,
        ManagedFields = old.Metadata.ManagedFields,
        ResourceVersion = old.Metadata.ResourceVersion,
    }).Equals(old);

    private ValueTask<bool> MayEscalateAsync(AdmissionAttributes attributes, CancellationToken cancel) =>
        MayAsync(attributes, "escalate", attributes.Resource.Resource.Resource, attributes.Request.Name, cancel);

    private async ValueTask<ApiError?> CheckBindingAsync(AdmissionAttributes attributes, RoleRef role, CancellationToken cancel)
    {
        var resource = role.Kind switch { RbacNames.ClusterRole => "clusterroles", RbacNames.Role => "roles", _ => "" };
        if (resource.Length > 0 && await MayAsync(attributes, "bind", resource, role.Name, cancel)) return null;
        if (Rules!.RulesOf(role, attributes.Namespace, out var error) is { } rules) return Check(attributes, [.. rules]);
        return resource.Length == 0 ? ApiError.InternalError(error) : ApiError.NotFound(new(RbacNames.Group, resource), role.Name);
    }

    private async ValueTask<bool> MayAsync(AdmissionAttributes attributes, string verb, string resource, string name, CancellationToken cancel)
    {
        var request = new RequestInfo
        {
            Path = "",
            Verb = verb,
            IsResourceRequest = true,
            ApiGroup = RbacNames.Group,
            ApiVersion = "*",
            Resource = resource,
            Name = name,
            Namespace = attributes.Namespace,
        };
        return (await Authorizer!.AuthorizeAsync(attributes.Request.User, request, cancel)).IsAllowed;
    }

    /// <summary>A role that aggregates can become anything, and one that stops may not be what tightens it.</summary>
    private ApiError? CheckAggregation(AdmissionAttributes attributes) => Check(attributes, s_fullAuthority) is null
        ? null
        : ApiError.Forbidden(attributes.Resource.GroupResource, attributes.Name, "must have cluster-admin privileges to use the aggregationRule");

    private ApiError? Check(AdmissionAttributes attributes, PolicyRule[] wanted)
    {
        var user = attributes.Request.User;
        var owned = Rules!.RulesFor(user, attributes.Namespace);
        var missing = RuleCoverage.Missing(owned.Rules, wanted);
        if (missing.Count == 0) return null;
        var lines = RuleCoverage.Compact(missing).Select(Text).Distinct().Order(StringComparer.Ordinal);
        var message = $"user {QuotedText.Of(user.Name)} (groups={Quoted(user.Groups)}) is attempting to grant RBAC permissions not currently held:\n"
            + string.Join('\n', lines);
        if (owned.Error.Length > 0) message += $"; resolution errors: [{owned.Error}]";
        return ApiError.Forbidden(attributes.Resource.GroupResource, attributes.Name, message);
    }

    /// <summary>Upstream: <c>rbac/v1.CompactString</c>.</summary>
    private static string Text(PolicyRule rule)
    {
        (string Name, ListOf<string> Values)[] parts =
        [
            ("APIGroups", rule.ApiGroups), ("Resources", rule.Resources), ("NonResourceURLs", rule.NonResourceURLs),
            ("ResourceNames", rule.ResourceNames), ("Verbs", rule.Verbs),
        ];
        return $"{{{string.Join(", ", parts.Where(static part => !part.Values.IsEmpty).Select(static part => $"{part.Name}:{Quoted(part.Values)}"))}}}";
    }

    private static string Quoted(ListOf<string> values) => $"[{string.Join(' ', values.Select(static value => QuotedText.Of(value)))}]";
}
