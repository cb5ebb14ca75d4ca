using Kybernet.Api.Rbac.V1;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Registry.Rbac;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Authorization;

/// <summary>
/// Lets through what the roles bound to a user allow. Reads the watch caches: what was written a moment ago may not count yet, as
/// upstream. Upstream: <c>plugin/pkg/auth/authorizer/rbac</c>, <c>pkg/registry/rbac/validation</c>.
/// </summary>
/// <param name="clusterRoles">Cluster roles.</param>
/// <param name="clusterRoleBindings">Bindings for the whole cluster.</param>
/// <param name="roles">Roles of namespaces.</param>
/// <param name="roleBindings">Bindings inside namespaces.</param>
internal sealed class RbacAuthorizer(ResourceCache clusterRoles, ResourceCache clusterRoleBindings, ResourceCache roles, ResourceCache roleBindings)
    : IAuthorizer, IRuleResolver
{
    // Written whole; two threads may both index a new state, and either's index will do.
    private RoleGrants? _wide;
    private RoleGrants? _local;

    public static RbacAuthorizer Of(ResourceRegistry registry)
    {
        return new(Cache("clusterroles"), Cache("clusterrolebindings"), Cache("roles"), Cache("rolebindings"));
        ResourceCache Cache(string name) => registry.Find(new(RbacNames.Group, "v1", name))!.Cache;
    }

    public ValueTask<AuthorizationDecision> AuthorizeAsync(UserInfo user, RequestInfo request, CancellationToken cancel) =>
        new(Decide(user, request));

    public ResolvedRules RulesFor(UserInfo user, string @namespace)
    {
        var rules = new List<PolicyRule>();
        var errors = new List<string>();
        var grants = Current(ref _wide, clusterRoleBindings).All("", user);
        if (@namespace.Length > 0) grants = grants.Concat(Current(ref _local, roleBindings).All(@namespace, user));
        foreach (var grant in grants)
        {
            if (RulesOf(grant.Role, grant.RoleNamespace, out var error) is { } found) rules.AddRange(found);
            else errors.Add(error);
        }

        return new(rules, Aggregate(errors));
    }

    /// <summary>Null when there is no such role; the message is upstream's lister's, which names the kind in the singular.</summary>
    public ListOf<PolicyRule>? RulesOf(RoleRef role, string @namespace, out string error)
    {
        error = "";
        switch (role.Kind)
        {
            case RbacNames.Role:
                if (roles.Snapshot.Objects.Find($"{@namespace}/{role.Name}")?.Value is Role local) return local.Rules;
                error = $"role.{RbacNames.Group} \"{role.Name}\" not found";
                return null;
            case RbacNames.ClusterRole:
                if (clusterRoles.Snapshot.Objects.Find(role.Name)?.Value is ClusterRole wide) return wide.Rules;
                error = $"clusterrole.{RbacNames.Group} \"{role.Name}\" not found";
                return null;
            default:
                error = $"unsupported role reference kind: \"{role.Kind}\"";
                return null;
        }
    }

    private AuthorizationDecision Decide(UserInfo user, RequestInfo request)
    {
        List<string>? errors = null;
        if (Search(Current(ref _wide, clusterRoleBindings), "", user, request, ref errors) is { } wide) return wide;
        if (request.Namespace.Length > 0
            && Search(Current(ref _local, roleBindings), request.Namespace, user, request, ref errors) is { } local) return local;
        return new(false, errors is null ? "" : "RBAC: " + Aggregate(errors));
    }

    private AuthorizationDecision? Search(RoleGrants grants, string @namespace, UserInfo user, RequestInfo request, ref List<string>? errors)
    {
        if (Search(grants.OfUser(@namespace, user.Name), request, ref errors) is { } own) return own;
        foreach (var group in user.Groups)
            if (Search(grants.OfGroup(@namespace, group), request, ref errors) is { } shared) return shared;
        return null;
    }

    private AuthorizationDecision? Search(ReadOnlySpan<RoleGrant> grants, RequestInfo request, ref List<string>? errors)
    {
        foreach (var grant in grants)
        {
            if (RulesOf(grant.Role, grant.RoleNamespace, out var error) is not { } rules)
            {
                (errors ??= []).Add(error);
                continue;
            }

            foreach (var rule in rules)
                if (PolicyRules.Allows(rule, request)) return new(true, grant.Reason);
        }

        return null;
    }

    private static RoleGrants Current(ref RoleGrants? kept, ResourceCache bindings)
    {
        var snapshot = bindings.Snapshot;
        var there = Volatile.Read(ref kept);
        if (there is not null && ReferenceEquals(there.Bindings, snapshot)) return there;
        there = new(snapshot);
        Volatile.Write(ref kept, there);
        return there;
    }

    /// <summary>As Go's <c>errors.NewAggregate</c>: each message once, several in brackets.</summary>
    private static string Aggregate(List<string> errors)
    {
        var distinct = errors.Distinct().ToList();
        return distinct.Count == 1 ? distinct[0] : distinct.Count == 0 ? "" : $"[{string.Join(", ", distinct)}]";
    }
}
