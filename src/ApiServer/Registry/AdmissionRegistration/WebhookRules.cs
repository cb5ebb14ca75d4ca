using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.AdmissionRegistration;

/// <summary>A configuration's webhooks. Upstream: <c>validateValidatingWebhook</c>, <c>validateMutatingWebhook</c>.</summary>
internal static class WebhookRules
{
    /// <summary>What this server, and the one before it, can send.</summary>
    public static bool IsKnownReviewVersion(string version) => version is "v1" or "v1beta1";

    public static void Validate(FieldErrorList errors, ListOf<Webhook> hooks, WebhookTolerance tolerance)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < hooks.Count; i++)
        {
            var path = FieldPath.Of("webhooks").Index(i);
            Validate(errors, path, hooks[i], tolerance);
            ValidateReviewVersions(errors, path.Child("admissionReviewVersions"), hooks[i].AdmissionReviewVersions, tolerance);
            if (!tolerance.DuplicateNames && hooks[i].Name.Length > 0 && !names.Add(hooks[i].Name))
                errors.Add(FieldError.Duplicate(path.Child("name"), hooks[i].Name));
        }
    }

    private static void Validate(FieldErrorList errors, FieldPath path, Webhook hook, WebhookTolerance tolerance)
    {
        DnsNames.IsFullyQualifiedName(errors, path.Child("name"), hook.Name);
        for (var i = 0; i < hook.Rules.Count; i++) OperationRules.Validate(errors, path.Child("rules").Index(i), hook.Rules[i]);
        ValidateSideEffects(errors, path.Child("sideEffects"), hook.SideEffects, tolerance);
        if (hook.TimeoutSeconds is { } timeout and (> 30 or < 1))
            errors.Add(FieldError.Invalid(
                path.Child("timeoutSeconds"), timeout, "the timeout value must be between 1 and 30 seconds"));
        LabelSelectorRules.Validate(
            errors, path.Child("namespaceSelector"), hook.NamespaceSelector.ToTerms(), tolerance.InvalidLabelValues);
        LabelSelectorRules.Validate(errors, path.Child("objectSelector"), hook.ObjectSelector.ToTerms(), tolerance.InvalidLabelValues);
        ValidateClient(errors, path.Child("clientConfig"), hook.ClientConfig);
        if (!tolerance.SameMatchConditions) MatchConditionRules.Validate(errors, path.Child("matchConditions"), hook.MatchConditions);
    }

    private static void ValidateSideEffects(FieldErrorList errors, FieldPath path, string? sideEffects, WebhookTolerance tolerance)
    {
        string[] allowed = tolerance.SideEffects ? ["None", "NoneOnDryRun", "Some", "Unknown"] : ["None", "NoneOnDryRun"];
        if (sideEffects is null) errors.Add(FieldError.Required(path, $"must specify one of {string.Join(", ", allowed)}"));
        else if (!allowed.Contains(sideEffects))
            errors.Add(FieldError.NotSupported(path, FieldValue.JsonString(sideEffects), allowed));
    }

    private static void ValidateClient(FieldErrorList errors, FieldPath path, WebhookClientConfig client)
    {
        if (client.Url is null == client.Service is null)
            errors.Add(FieldError.Required(path, "exactly one of url or service is required"));
        else if (client.Url is { } url) WebhookClientRules.ValidateUrl(errors, path.Child("url"), url);
        // Upstream passes name and namespace in the wrong order: what is missing is reported under the other field.
        else if (client.Service is { } service)
            WebhookClientRules.ValidateService(
                errors, path.Child("service"), service.Namespace, service.Name, service.Path, service.Port ?? 0);
    }

    private static void ValidateReviewVersions(
        FieldErrorList errors, FieldPath path, ListOf<string> versions, WebhookTolerance tolerance)
    {
        if (versions.IsEmpty)
        {
            errors.Add(FieldError.Required(path, "must specify one of v1, v1beta1"));
            return;
        }

        for (var i = 0; i < versions.Count; i++)
        {
            if (versions.IndexOf(versions[i]) < i) errors.Add(FieldError.Invalid(path.Index(i), versions[i], "duplicate version"));
            else errors.AddInvalid(path.Index(i), versions[i], DnsNames.IsDns1035Label(versions[i]));
        }

        if (!tolerance.UnknownReviewVersions && !versions.Any(IsKnownReviewVersion))
            errors.Add(FieldError.Invalid(path, FieldValue.JsonStrings(versions), "must include at least one of v1, v1beta1"));
    }
}
