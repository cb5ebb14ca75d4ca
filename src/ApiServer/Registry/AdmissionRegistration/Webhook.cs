using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;

namespace Kybernet.ApiServer.Registry.AdmissionRegistration;

/// <summary>What validating and mutating webhooks have in common.</summary>
internal sealed record Webhook(
    string Name,
    WebhookClientConfig ClientConfig,
    ListOf<RuleWithOperations> Rules,
    LabelSelector? NamespaceSelector,
    LabelSelector? ObjectSelector,
    string? SideEffects,
    int? TimeoutSeconds,
    ListOf<string> AdmissionReviewVersions,
    ListOf<MatchCondition> MatchConditions)
{
    public static ListOf<Webhook> Of(ListOf<ValidatingWebhook> hooks) => hooks.Select(hook => new Webhook(
        hook.Name, hook.ClientConfig, hook.Rules, hook.NamespaceSelector, hook.ObjectSelector, hook.SideEffects,
        hook.TimeoutSeconds, hook.AdmissionReviewVersions, hook.MatchConditions)).ToListOf();

    public static ListOf<Webhook> Of(ListOf<MutatingWebhook> hooks) => hooks.Select(hook => new Webhook(
        hook.Name, hook.ClientConfig, hook.Rules, hook.NamespaceSelector, hook.ObjectSelector, hook.SideEffects,
        hook.TimeoutSeconds, hook.AdmissionReviewVersions, hook.MatchConditions)).ToListOf();
}
