using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Authorization;

/// <summary>The modes of <c>--authorization-mode</c>. Upstream: <c>kubeapiserver/authorizer/modes</c>.</summary>
internal static class AuthorizationModes
{
    public const string AlwaysAllow = "AlwaysAllow";
    public const string AlwaysDeny = "AlwaysDeny";
    public const string Node = "Node";
    public const string Rbac = "RBAC";
    public const string Webhook = "Webhook";

    private static readonly string[] s_all = [AlwaysAllow, AlwaysDeny, Node, Rbac, Webhook];

    /// <summary>What is wrong with the list; null when nothing is.</summary>
    public static string? Check(ListOf<string> modes, bool hasWebhook)
    {
        foreach (var mode in modes)
            if (!s_all.Contains(mode)) return $"authorization-mode {mode} is none of {string.Join(", ", s_all)}";
        if (modes.Distinct().Count() != modes.Count) return "authorization-mode has a mode more than once";
        if (modes.IsEmpty) return "at least one authorization-mode must be passed";
        return modes.Contains(Webhook) == hasWebhook
            ? null
            : "authorization-mode Webhook and authorization-webhook-config-file need each other";
    }

    /// <summary>The rules of users in these modes: those of roles, if roles are asked, and all there are where everything is allowed.</summary>
    public static IRuleResolver RulesOf(ListOf<string> modes, IRuleResolver roles) =>
        modes.Contains(AlwaysAllow) || !modes.Contains(Rbac) ? new ModeRules(modes, roles) : roles;

    private sealed class ModeRules(ListOf<string> modes, IRuleResolver roles) : IRuleResolver
    {
        public ResolvedRules RulesFor(UserInfo user, string @namespace)
        {
            var found = modes.Contains(Rbac) ? roles.RulesFor(user, @namespace) : new([], "");
            return modes.Contains(AlwaysAllow) ? found with { Rules = [.. found.Rules, .. RbacEscalation.FullAuthority] } : found;
        }

        public ListOf<Api.Rbac.V1.PolicyRule>? RulesOf(Api.Rbac.V1.RoleRef role, string @namespace, out string error) =>
            roles.RulesOf(role, @namespace, out error);
    }
}
