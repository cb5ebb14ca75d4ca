using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.AdmissionRegistration;

/// <summary>Where a webhook is called. Upstream: <c>apiserver/pkg/util/webhook/validation.go</c>.</summary>
internal static class WebhookClientRules
{
    private const string Form = "; desired format: https://host[/path]";

    public static void ValidateUrl(FieldErrorList errors, FieldPath path, string text)
    {
        if (!WebhookUrl.TryParse(text, out var url, out var error))
        {
            errors.Add(FieldError.Required(path, "url must be a valid URL: " + error + Form));
            return;
        }

        if (url.Scheme != "https")
            errors.Add(FieldError.Invalid(path, url.Scheme, "'https' is the only allowed URL scheme" + Form));
        if (url.Host.Length == 0) errors.Add(FieldError.Invalid(path, url.Host, "host must be specified" + Form));
        if (url.User is { } user) errors.Add(FieldError.Invalid(path, user, "user information is not permitted in the URL"));
        if (url.Fragment.Length > 0)
            errors.Add(FieldError.Invalid(path, url.Fragment, "fragments are not permitted in the URL"));
        if (url.Query.Length > 0)
            errors.Add(FieldError.Invalid(path, url.Query, "query parameters are not permitted in the URL"));
    }

    /// <param name="errors">Takes what is found.</param>
    /// <param name="path">The service's path.</param>
    /// <param name="nameValue">What upstream checks under <c>name</c>.</param>
    /// <param name="namespaceValue">What upstream checks under <c>namespace</c>.</param>
    /// <param name="urlPath">Where at the service; null and empty are its root.</param>
    /// <param name="port">The service's port.</param>
    public static void ValidateService(
        FieldErrorList errors, FieldPath path, string nameValue, string namespaceValue, string? urlPath, int port)
    {
        if (nameValue.Length == 0) errors.Add(FieldError.Required(path.Child("name"), ""));
        if (namespaceValue.Length == 0) errors.Add(FieldError.Required(path.Child("namespace"), ""));
        if (Numbers.IsValidPortNum(port) is { IsEmpty: false } problems)
            errors.Add(FieldError.Invalid(path.Child("port"), port, "port is not valid: " + string.Join(", ", problems)));
        if (urlPath is not (null or "" or "/")) ValidatePath(errors, path.Child("path"), urlPath);
    }

    private static void ValidatePath(FieldErrorList errors, FieldPath path, string urlPath)
    {
        if (urlPath == "//")
        {
            errors.Add(FieldError.Invalid(path, urlPath, "segment[0] may not be empty"));
            return;
        }

        if (!urlPath.StartsWith('/')) errors.Add(FieldError.Invalid(path, urlPath, "must start with a '/'"));
        var inner = urlPath[1..];
        if (inner.EndsWith('/')) inner = inner[..^1];
        var segments = inner.Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            if (segments[i].Length == 0)
            {
                errors.Add(FieldError.Invalid(path, urlPath, $"segment[{i}] may not be empty"));
                continue;
            }

            foreach (var problem in DnsNames.IsDns1123Subdomain(segments[i]))
                errors.Add(FieldError.Invalid(path, urlPath, $"segment[{i}]: {problem}"));
        }
    }
}
