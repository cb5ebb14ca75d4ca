using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.AdmissionRegistration;

/// <summary>What an update may leave as it is although a new configuration may not have it. Upstream: <c>validationOptions</c>.</summary>
internal sealed record WebhookTolerance
{
    public static WebhookTolerance None { get; } = new();

    public bool SideEffects { get; private init; }

    public bool UnknownReviewVersions { get; private init; }

    public bool DuplicateNames { get; private init; }

    public bool InvalidLabelValues { get; private init; }

    /// <summary>The conditions are those of the old configuration.</summary>
    public bool SameMatchConditions { get; private init; }

    public static WebhookTolerance Of(ListOf<Webhook> hooks, ListOf<Webhook> old) => new()
    {
        SideEffects = old.Any(hook => hook.SideEffects is not ("None" or "NoneOnDryRun")),
        UnknownReviewVersions = old.Any(
            hook => !hook.AdmissionReviewVersions.IsEmpty && !hook.AdmissionReviewVersions.Any(WebhookRules.IsKnownReviewVersion)),
        DuplicateNames = old.Select(hook => hook.Name).Distinct().Count() < old.Count,
        InvalidLabelValues = old.Any(hook => IsInvalid(hook.NamespaceSelector) || IsInvalid(hook.ObjectSelector)),
        SameMatchConditions = hooks.Select(hook => hook.MatchConditions).SequenceEqual(old.Select(hook => hook.MatchConditions)),
    };

    private static bool IsInvalid(LabelSelector? selector)
    {
        var errors = new FieldErrorList();
        LabelSelectorRules.Validate(errors, FieldPath.None, selector.ToTerms());
        return !errors.IsEmpty;
    }
}
