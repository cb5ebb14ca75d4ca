using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.ApiServer.Webhooks;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Selectors;

namespace Kybernet.ApiServer.Admission.Webhooks;

/// <summary>A webhook of a configuration, ready to be matched. Upstream: <c>webhook.WebhookAccessor</c>.</summary>
internal sealed record AdmissionHook
{
    /// <summary>Of the configuration.</summary>
    public required string Configuration { get; init; }

    public required string Name { get; init; }

    public required WebhookAddress Address { get; init; }

    public ListOf<RuleWithOperations> Rules { get; init; }

    /// <summary>Null when it cannot be read; the webhook then fails.</summary>
    public Selector? NamespaceSelector { get; init; }

    /// <inheritdoc cref="NamespaceSelector"/>
    public Selector? ObjectSelector { get; init; }

    /// <summary>What it says does not matter when it cannot be asked.</summary>
    public bool FailsOpen { get; init; }

    /// <summary>It also wants requests for other versions of its resources.</summary>
    public bool WantsEquivalents { get; init; }

    /// <summary>Null in configurations from before it was required.</summary>
    public string? SideEffects { get; init; }

    public int? TimeoutSeconds { get; init; }

    public ListOf<string> ReviewVersions { get; init; }

    /// <summary>It wants to be asked again when others changed the object after it.</summary>
    public bool WantsReinvocation { get; init; }

    /// <summary>Expressions that must all be true for it to be asked.</summary>
    public HookConditions Conditions { get; init; } = HookConditions.None;

    public bool IsForDryRuns => SideEffects is "None" or "NoneOnDryRun";

    public static IEnumerable<AdmissionHook> Of(MutatingWebhookConfiguration configuration) => configuration.Webhooks.Select(hook => new AdmissionHook
    {
        Configuration = configuration.Metadata.Name,
        Name = hook.Name,
        Address = WebhookAddress.Of(hook.ClientConfig),
        Rules = hook.Rules,
        NamespaceSelector = Read(hook.NamespaceSelector),
        ObjectSelector = Read(hook.ObjectSelector),
        FailsOpen = hook.FailurePolicy == "Ignore",
        WantsEquivalents = hook.MatchPolicy == "Equivalent",
        SideEffects = hook.SideEffects,
        TimeoutSeconds = hook.TimeoutSeconds,
        ReviewVersions = hook.AdmissionReviewVersions,
        WantsReinvocation = hook.ReinvocationPolicy == "IfNeeded",
        Conditions = HookConditions.Of(hook.MatchConditions),
    });

    public static IEnumerable<AdmissionHook> Of(ValidatingWebhookConfiguration configuration) => configuration.Webhooks.Select(hook => new AdmissionHook
    {
        Configuration = configuration.Metadata.Name,
        Name = hook.Name,
        Address = WebhookAddress.Of(hook.ClientConfig),
        Rules = hook.Rules,
        NamespaceSelector = Read(hook.NamespaceSelector),
        ObjectSelector = Read(hook.ObjectSelector),
        FailsOpen = hook.FailurePolicy == "Ignore",
        WantsEquivalents = hook.MatchPolicy == "Equivalent",
        SideEffects = hook.SideEffects,
        TimeoutSeconds = hook.TimeoutSeconds,
        ReviewVersions = hook.AdmissionReviewVersions,
        Conditions = HookConditions.Of(hook.MatchConditions),
    });

    private static Selector? Read(LabelSelector? selector) => selector.TryToSelector(out var read, out _) ? read : null;
}
