using Kybernet.Api.FlowControl.V1;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.FlowControl.Matching;

/// <summary>Whether a request is one of a flow schema's. Allocates nothing. Upstream: <c>flowcontrol/rule.go</c>.</summary>
public static class FlowMatch
{
    private const string AccountPrefix = "system:serviceaccount:";

    public static bool Matches(FlowSchemaSpec schema, UserInfo user, RequestInfo info)
    {
        foreach (var rule in schema.Rules)
            if (MatchesSubject(rule.Subjects, user) && (info.IsResourceRequest ? MatchesResource(rule, info) : MatchesPath(rule, info))) return true;
        return false;
    }

    private static bool MatchesSubject(ListOf<Subject> subjects, UserInfo user)
    {
        foreach (var subject in subjects)
        {
            var matches = subject.Kind switch
            {
                "User" => subject.User is { } named && (named.Name == "*" || named.Name == user.Name),
                "Group" => subject.Group is { } group && (group.Name == "*" || Has(user.Groups, group.Name)),
                "ServiceAccount" => subject.ServiceAccount is { } account && IsAccount(user.Name, account),
                _ => false,
            };
            if (matches) return true;
        }

        return false;
    }

    private static bool IsAccount(string user, ServiceAccountSubject account)
    {
        if (!user.StartsWith(AccountPrefix, StringComparison.Ordinal)) return false;
        var rest = user.AsSpan(AccountPrefix.Length);
        if (!rest.StartsWith(account.Namespace, StringComparison.Ordinal)) return false;
        rest = rest[account.Namespace.Length..];
        return rest is [':', .. var name] && (account.Name == "*" || name.SequenceEqual(account.Name));
    }

    private static bool MatchesResource(PolicyRulesWithSubjects rules, RequestInfo info)
    {
        foreach (var rule in rules.ResourceRules)
        {
            if (!HasOrAll(rule.Verbs, info.Verb) || !HasOrAll(rule.ApiGroups, info.ApiGroup) || !HasResource(rule.Resources, info)) continue;
            if (info.Namespace.Length == 0 ? rule.ClusterScope : HasOrAll(rule.Namespaces, info.Namespace)) return true;
        }

        return false;
    }

    private static bool HasResource(ListOf<string> resources, RequestInfo info)
    {
        if (info.Subresource.Length == 0) return HasOrAll(resources, info.Resource);
        foreach (var resource in resources)
        {
            if (resource == "*") return true;
            var slash = resource.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0) continue;
            if (resource.AsSpan(0, slash).SequenceEqual(info.Resource) && resource.AsSpan(slash + 1).SequenceEqual(info.Subresource)) return true;
        }

        return false;
    }

    private static bool MatchesPath(PolicyRulesWithSubjects rules, RequestInfo info)
    {
        foreach (var rule in rules.NonResourceRules)
        {
            if (!HasOrAll(rule.Verbs, info.Verb)) continue;
            foreach (var path in rule.NonResourceURLs)
                if (path == "*" || path == info.Path || IsBelow(info.Path, path)) return true;
        }

        return false;
    }

    // /healthz covers /healthz/etcd as well, and so does /healthz/*.
    private static bool IsBelow(string path, string rule)
    {
        var folder = rule.AsSpan().TrimEnd('*').TrimEnd('/');
        return path.Length > folder.Length && path[folder.Length] == '/' && path.AsSpan().StartsWith(folder, StringComparison.Ordinal);
    }

    private static bool HasOrAll(ListOf<string> values, string value)
    {
        foreach (var one in values)
            if (one == "*" || one == value) return true;
        return false;
    }

    private static bool Has(ListOf<string> values, string value)
    {
        foreach (var one in values)
            if (one == value) return true;
        return false;
    }
}
