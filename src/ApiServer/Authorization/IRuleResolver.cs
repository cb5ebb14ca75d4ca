using Kybernet.Api.Rbac.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Authorization;

/// <summary>Says what all a user may do. Upstream: <c>validation.AuthorizationRuleResolver</c>.</summary>
internal interface IRuleResolver
{
    /// <param name="user">Who.</param>
    /// <param name="namespace">Where; empty asks for the rules of the whole cluster only.</param>
    ResolvedRules RulesFor(UserInfo user, string @namespace);

    /// <summary>The rules of a role; null with a message when there is no such role.</summary>
    ListOf<PolicyRule>? RulesOf(RoleRef role, string @namespace, out string error);
}

/// <summary>Rules found.</summary>
/// <param name="Rules">All that could be found.</param>
/// <param name="Error">What could not; empty when all was.</param>
internal sealed record ResolvedRules(IReadOnlyList<PolicyRule> Rules, string Error);
