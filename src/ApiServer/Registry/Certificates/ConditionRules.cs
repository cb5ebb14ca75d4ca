using Kybernet.Api.Certificates.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Certificates;

/// <summary>The conditions of a signing request: what they may say and who may change which. Upstream: <c>validateConditions</c>.</summary>
internal static class ConditionRules
{
    private const string Exclusive = "Approved and Denied conditions are mutually exclusive";

    public static void Validate(
        FieldErrorList errors, FieldPath path, ListOf<CertificateSigningRequestCondition> conditions, RequestTolerance tolerance)
    {
        var types = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < conditions.Count; i++)
        {
            var (type, status) = (conditions[i].Type, conditions[i].Status);
            if (type.Length == 0 && !tolerance.EmptyConditionType) errors.Add(FieldError.Required(path.Index(i).Child("type"), ""));
            ReadOnlySpan<string> statuses = IsFinal(type) ? ["True"] : ["False", "True", "Unknown"];
            if (status.Length > 0 && !statuses.Contains(status))
                errors.Add(FieldError.NotSupported(path.Index(i).Child("status"), FieldValue.JsonString(status), statuses));
            var opposite = type switch
            {
                RequestConditionType.Approved => RequestConditionType.Denied,
                RequestConditionType.Denied => RequestConditionType.Approved,
                _ => null,
            };
            if (!tolerance.BothApprovedAndDenied && opposite is not null && types.Contains(opposite))
                errors.Add(FieldError.Invalid(path, FieldValue.JsonString(type), Exclusive));
            if (!types.Add(type) && !tolerance.DuplicateConditionTypes)
                errors.Add(FieldError.Duplicate(path.Index(i).Child("type"), FieldValue.JsonString(type)));
        }
    }

    /// <summary>What has been decided stays; approval and denial come through their own door only.</summary>
    /// <remarks>Upstream appends a diff of the conditions to the last message.</remarks>
    public static void ValidateUpdate(
        FieldErrorList errors, FieldPath path, ListOf<CertificateSigningRequestCondition> conditions,
        ListOf<CertificateSigningRequestCondition> old, bool canApprove)
    {
        foreach (var type in (ReadOnlySpan<string>)[RequestConditionType.Approved, RequestConditionType.Denied, RequestConditionType.Failed])
            if (Of(conditions, type).Count < Of(old, type).Count)
                errors.Add(FieldError.Forbidden(path, $"updates may not remove a condition of type {QuotedText.Of(type)}"));
        if (canApprove) return;
        foreach (var type in (ReadOnlySpan<string>)[RequestConditionType.Approved, RequestConditionType.Denied])
        {
            var (before, after) = (Of(old, type), Of(conditions, type));
            if (after.Count > before.Count)
                errors.Add(FieldError.Forbidden(path, $"updates may not add a condition of type {QuotedText.Of(type)}"));
            else if (after.Count == before.Count && after != before)
                errors.Add(FieldError.Forbidden(path, $"updates may not modify a condition of type {QuotedText.Of(type)}"));
        }
    }

    private static bool IsFinal(string type) =>
        type is RequestConditionType.Approved or RequestConditionType.Denied or RequestConditionType.Failed;

    private static ListOf<CertificateSigningRequestCondition> Of(ListOf<CertificateSigningRequestCondition> conditions, string type) =>
        conditions.Where(condition => condition.Type == type).ToListOf();
}
