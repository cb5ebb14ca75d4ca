using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.Registry.AdmissionRegistration;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>Groups of the community need an approval, or say that they have none. Upstream: <c>validateAPIApproval</c>.</summary>
internal static class ApiApprovalRules
{
    private const string Annotation = "api-approved.kubernetes.io";
    private const string See = "see https://github.com/kubernetes/enhancements/pull/1111";

    private enum Approval
    {
        Missing,
        Invalid,
        Approved,
        Bypassed,
    }

    /// <summary>What did not change is not looked at.</summary>
    public static void Validate(FieldErrorList errors, CustomResourceDefinition value, CustomResourceDefinition? old)
    {
        if (!IsProtected(value.Spec.Group)) return;
        var annotation = value.Metadata.Annotations.GetValueOrDefault(Annotation) ?? "";
        var approval = Of(annotation);
        if (old is not null && Of(old.Metadata.Annotations.GetValueOrDefault(Annotation) ?? "") == approval) return;
        var path = FieldPath.Of("metadata").Child("annotations").Key(Annotation);
        if (approval == Approval.Missing)
            errors.Add(FieldError.Required(path, $"protected groups must have approval annotation \"{Annotation}\", {See}"));
        if (approval == Approval.Invalid)
            errors.Add(FieldError.Invalid(
                path, annotation,
                $"protected groups must have approval annotation \"{Annotation}\" with either a URL or a reason starting with "
                + $"\"unapproved\", {See}"));
    }

    /// <summary>What the condition <c>KubernetesAPIApprovalPolicyConformant</c> says; null for groups that need no approval.</summary>
    public static (string Status, string Reason, string Message)? Describe(CustomResourceDefinition value)
    {
        if (!IsProtected(value.Spec.Group)) return null;
        var annotation = value.Metadata.Annotations.GetValueOrDefault(Annotation) ?? "";
        return Of(annotation) switch
        {
            Approval.Missing => ("False", "MissingAnnotation", $"protected groups must have approval annotation \"{Annotation}\", {See}"),
            Approval.Bypassed => ("False", "UnapprovedAnnotation", $"not approved: {QuotedText.Of(annotation)}"),
            Approval.Approved => ("True", "ApprovedAnnotation", $"approved in {annotation}"),
            _ => ("False", "InvalidAnnotation",
                $"protected groups must have approval annotation \"{Annotation}\" with either a URL or a reason starting with \"unapproved\", {See}"),
        };
    }

    private static bool IsProtected(string group) => group is "k8s.io" or "kubernetes.io"
        || group.EndsWith(".k8s.io", StringComparison.Ordinal)
        || group.EndsWith(".kubernetes.io", StringComparison.Ordinal);

    private static Approval Of(string annotation)
    {
        if (annotation.Length == 0) return Approval.Missing;
        if (annotation.StartsWith("unapproved", StringComparison.Ordinal)) return Approval.Bypassed;
        return WebhookUrl.TryParse(annotation, out var url, out _) && url is { Host.Length: > 0, Scheme.Length: > 0 }
            ? Approval.Approved
            : Approval.Invalid;
    }
}
