using Kybernet.Api.ApiRegistration.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiRegistration;

/// <summary>Who serves a group's version. Upstream: <c>ValidateAPIService</c>.</summary>
internal static class ApiServiceRules
{
    public static void Validate(FieldErrorList errors, APIService value)
    {
        var (spec, path) = (value.Spec, FieldPath.Of("spec"));
        var needed = $"{spec.Version}.{spec.Group}";
        // What a name may not have in it at all is said elsewhere, and nothing more then.
        if (PathSegments.IsValidPathSegmentName(value.Metadata.Name).IsEmpty && value.Metadata.Name != needed)
            errors.Add(FieldError.Invalid(
                FieldPath.Of("metadata").Child("name"), value.Metadata.Name,
                $"must be `spec.version+\".\"+spec.group`: {QuotedText.Of(needed)}"));
        if (spec.Group.Length == 0 && spec.Version != "v1")
            errors.Add(FieldError.Required(path.Child("group"), "only v1 may have an empty group and it better be legacy kube"));
        if (spec.Group.Length > 0) FormatRules.DnsSubdomain(errors, path.Child("group"), spec.Group);
        FormatRules.Dns1035Label(errors, path.Child("version"), spec.Version);
        if (spec.GroupPriorityMinimum is <= 0 or > 20_000)
            errors.Add(FieldError.Invalid(
                path.Child("groupPriorityMinimum"), spec.GroupPriorityMinimum, "must be positive and less than 20000"));
        if (spec.VersionPriority is <= 0 or > 1000)
            errors.Add(FieldError.Invalid(path.Child("versionPriority"), spec.VersionPriority, "must be positive and less than 1000"));
        if (spec.Service is { } service) ValidateRemote(errors, path, spec, service);
        else ValidateLocal(errors, path, spec);
    }

    private static void ValidateLocal(FieldErrorList errors, FieldPath path, APIServiceSpec spec)
    {
        if (!spec.CaBundle.IsEmpty)
            errors.Add(FieldError.Invalid(
                path.Child("caBundle"), $"{spec.CaBundle.Length} bytes", "local APIServices may not have a caBundle"));
        if (spec.InsecureSkipTLSVerify)
            errors.Add(FieldError.Invalid(
                path.Child("insecureSkipTLSVerify"), true, "local APIServices may not have insecureSkipTLSVerify"));
    }

    private static void ValidateRemote(FieldErrorList errors, FieldPath path, APIServiceSpec spec, ServiceReference service)
    {
        if (Numbers.IsValidPortNum(service.Port ?? 0) is { IsEmpty: false } problems)
            errors.Add(FieldError.Invalid(
                path.Child("service").Child("port"), service.Port ?? 0, "port is not valid: " + string.Join(", ", problems)));
        if (spec.InsecureSkipTLSVerify && !spec.CaBundle.IsEmpty)
            errors.Add(FieldError.Invalid(path.Child("insecureSkipTLSVerify"), true, "may not be true if caBundle is present"));
    }
}
