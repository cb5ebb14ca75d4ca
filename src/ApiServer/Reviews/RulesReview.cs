using Kybernet.Api.Authorization.V1;
using Kybernet.ApiServer.Authorization;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Reviews;

/// <summary>What all may I do? Upstream: <c>pkg/registry/authorization/selfsubjectrulesreview</c>.</summary>
internal sealed class RulesReview(IRuleResolver rules) : IReview
{
    public GroupVersionKind Kind => SelfSubjectRulesReview.Gvk;

    public ValueTask<Outcome<IKind>> AnswerAsync(IKind question, UserInfo user, string @namespace, CancellationToken cancel)
    {
        var asked = ((SelfSubjectRulesReview)question).Spec.Namespace;
        if (asked.Length == 0) return new(ApiError.BadRequest("no namespace on request"));
        var found = rules.RulesFor(user, asked);
        // Nodes may do more than RBAC says, and what cannot be listed. Upstream: NodeAuthorizer.RulesFor.
        var isNode = NodeIdentity.Of(user) is not null;
        string[] errors = isNode ? ["node authorizer does not support user rule resolution", found.Error] : [found.Error];
        return new(Outcome<IKind>.Ok(new SelfSubjectRulesReview
        {
            Status = new()
            {
                ResourceRules = found.Rules.Where(static rule => !rule.Resources.IsEmpty).Select(static rule => new ResourceRule
                {
                    Verbs = rule.Verbs,
                    ApiGroups = rule.ApiGroups,
                    Resources = rule.Resources,
                    ResourceNames = rule.ResourceNames,
                }).ToListOf(),
                NonResourceRules = found.Rules.Where(static rule => !rule.NonResourceURLs.IsEmpty)
                    .Select(static rule => new NonResourceRule { Verbs = rule.Verbs, NonResourceURLs = rule.NonResourceURLs }).ToListOf(),
                Incomplete = isNode,
                EvaluationError = string.Join(", ", errors.Where(static error => error.Length > 0)),
            },
        }));
    }
}
