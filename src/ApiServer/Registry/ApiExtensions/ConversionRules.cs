using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.Registry.AdmissionRegistration;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>How objects are converted between versions. Upstream: <c>validateCustomResourceConversion</c>.</summary>
/// <remarks>Paths are those of the internal type: <c>webhookClientConfig</c> stands where v1 has <c>webhook.clientConfig</c>.</remarks>
internal static class ConversionRules
{
    public static bool IsKnownReviewVersion(string version) => version is "v1" or "v1beta1";

    public static void Validate(
        FieldErrorList errors, FieldPath path, CustomResourceConversion? conversion, DefinitionTolerance tolerance)
    {
        if (conversion is null) return;
        var client = conversion.Webhook?.ClientConfig;
        var versions = conversion.Webhook is { } webhook ? webhook.ConversionReviewVersions : default;
        if (conversion.Strategy != "Webhook")
        {
            if (client is not null)
                errors.Add(FieldError.Forbidden(
                    path.Child("webhookClientConfig"), "should not be set when strategy is not set to Webhook"));
            if (!versions.IsEmpty)
                errors.Add(FieldError.Forbidden(
                    path.Child("conversionReviewVersions"), "should not be set when strategy is not set to Webhook"));
            return;
        }

        if (client is null)
            errors.Add(FieldError.Required(path.Child("webhookClientConfig"), "required when strategy is set to Webhook"));
        else ValidateClient(errors, path.Child("webhookClientConfig"), client, tolerance);
        ValidateReviewVersions(errors, path.Child("conversionReviewVersions"), versions, tolerance);
    }

    private static void ValidateClient(FieldErrorList errors, FieldPath path, WebhookClientConfig client, DefinitionTolerance tolerance)
    {
        if (client.Url is null == client.Service is null)
            errors.Add(FieldError.Required(path, "exactly one of url or service is required"));
        else if (client.Url is { } url) WebhookClientRules.ValidateUrl(errors, path.Child("url"), url);
        // Upstream passes name and namespace in the wrong order: what is missing is reported under the other field.
        else if (client.Service is { } service)
            WebhookClientRules.ValidateService(
                errors, path.Child("service"), service.Namespace, service.Name, service.Path, service.Port ?? 0);
        if (!tolerance.InvalidCaBundle && CaBundleRules.Check(client.CaBundle) is { } problem)
            errors.Add(FieldError.Invalid(path.Child("caBundle"), FieldValue.JsonString(client.CaBundle.ToString()), problem));
    }

    private static void ValidateReviewVersions(
        FieldErrorList errors, FieldPath path, ListOf<string> versions, DefinitionTolerance tolerance)
    {
        if (versions.IsEmpty)
        {
            errors.Add(FieldError.Required(path, ""));
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
