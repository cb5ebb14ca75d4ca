using Kybernet.Api.FlowControl.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.FlowControl;

/// <summary>Whom a flow schema is for: exactly what the kind says. Upstream: <c>ValidateFlowSchemaSubject</c>.</summary>
internal static class FlowSubjectRules
{
    public static void Validate(FieldErrorList errors, FieldPath path, Subject subject)
    {
        // A kind that does not exist is reported by the schema's rules, and nothing else is then.
        if (subject.Kind is not ("ServiceAccount" or "User" or "Group")) return;
        if (subject.Kind == "ServiceAccount") ValidateServiceAccount(errors, path.Child("serviceAccount"), subject.ServiceAccount);
        if (subject.Kind == "User" && subject.User is null) Missing(errors, path, "user", "User");
        if (subject.Kind == "Group" && subject.Group is null) Missing(errors, path, "group", "Group");

        if (subject.Kind != "ServiceAccount" && subject.ServiceAccount is not null) Other(errors, path, "serviceAccount", "ServiceAccount");
        if (subject.Kind != "User" && subject.User is not null) Other(errors, path, "user", "User");
        if (subject.Kind != "Group" && subject.Group is not null) Other(errors, path, "group", "Group");
    }

    private static void ValidateServiceAccount(FieldErrorList errors, FieldPath path, ServiceAccountSubject? account)
    {
        if (account is null)
        {
            errors.Add(FieldError.Required(path, "serviceAccount is required when subject kind is 'ServiceAccount'"));
            return;
        }

        if (account.Name is not ("" or "*")) FormatRules.DnsSubdomain(errors, path.Child("name"), account.Name);
        if (account.Namespace.Length == 0)
            errors.Add(FieldError.Required(path.Child("namespace"), "must specify namespace for service account"));
        else FormatRules.DnsLabel(errors, path.Child("namespace"), account.Namespace);
    }

    private static void Missing(FieldErrorList errors, FieldPath path, string field, string kind) =>
        errors.Add(FieldError.Required(path.Child(field), $"{field} is required when subject kind is '{kind}'"));

    private static void Other(FieldErrorList errors, FieldPath path, string field, string kind) =>
        errors.Add(FieldError.Forbidden(path.Child(field), $"{field} is forbidden when subject kind is not '{kind}'"));
}
