using Kybernet.Api.Authorization.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Authorization;

/// <summary>Questions whether somebody may do something. Upstream: <c>pkg/apis/authorization/validation</c>.</summary>
/// <remarks>Operators of selectors may be unknown: a newer client may ask with more than this server knows.</remarks>
internal static class AccessReviewRules
{
    private static readonly FieldPath s_resource = FieldPath.Of("spec.resourceAttributes");

    /// <summary>About one resource or one URL, and about somebody.</summary>
    public static void Validate(FieldErrorList errors, SubjectAccessReviewSpec spec)
    {
        ValidateKind(errors, spec.ResourceAttributes, spec.NonResourceAttributes);
        if (spec.User.Length == 0 && spec.Groups.IsEmpty)
            errors.Add(FieldError.Invalid(
                FieldPath.Of("spec").Child("user"), spec.User, "at least one of user or group must be specified"));
        ValidateSelectors(errors, spec.ResourceAttributes);
    }

    /// <summary>About one resource or one URL.</summary>
    public static void Validate(FieldErrorList errors, SelfSubjectAccessReviewSpec spec)
    {
        ValidateKind(errors, spec.ResourceAttributes, spec.NonResourceAttributes);
        ValidateSelectors(errors, spec.ResourceAttributes);
    }

    /// <summary>A review has no name and no labels: it is never stored.</summary>
    public static void ValidateMetadata(FieldErrorList errors, ObjectMeta metadata, bool isNamespaced)
    {
        var rest = metadata with { ManagedFields = default, Namespace = isNamespaced ? "" : metadata.Namespace };
        if (rest != ObjectMeta.Empty)
            errors.Add(FieldError.Invalid(
                FieldPath.Of("metadata"), ImmutableRules.Shown(metadata),
                isNamespaced ? "must be empty except for namespace" : "must be empty"));
    }

    private static void ValidateKind(FieldErrorList errors, ResourceAttributes? resource, NonResourceAttributes? url)
    {
        var path = FieldPath.Of("spec");
        if (resource is not null && url is not null)
            errors.Add(FieldError.Invalid(
                path.Child("nonResourceAttributes"), ImmutableRules.Shown(url),
                "cannot be specified in combination with resourceAttributes"));
        if (resource is null && url is null)
            errors.Add(FieldError.Invalid(
                path.Child("resourceAttributes"), FieldValue.Null,
                "exactly one of nonResourceAttributes or resourceAttributes must be specified"));
    }

    private static void ValidateSelectors(FieldErrorList errors, ResourceAttributes? resource)
    {
        if (resource?.FieldSelector is { } fields)
        {
            var path = s_resource.Child("fieldSelector");
            ValidateForm(errors, path, fields.RawSelector, fields.Requirements.Count);
            for (var i = 0; i < fields.Requirements.Count; i++)
            {
                var (term, at) = (fields.Requirements[i], path.Child("requirements").Index(i));
                if (term.Key.Length == 0) errors.Add(FieldError.Required(at.Child("key"), "must be specified"));
                ValidateValues(errors, at.Child("values"), term.Operator, term.Values);
            }
        }

        if (resource?.LabelSelector is { } labels)
        {
            var path = s_resource.Child("labelSelector");
            ValidateForm(errors, path, labels.RawSelector, labels.Requirements.Count);
            for (var i = 0; i < labels.Requirements.Count; i++)
            {
                var (term, at) = (labels.Requirements[i], path.Child("requirements").Index(i));
                ValidateValues(errors, at.Child("values"), term.Operator, term.Values);
                MetadataRules.LabelName(errors, at.Child("key"), term.Key);
                for (var j = 0; j < term.Values.Count; j++) FormatRules.LabelValue(errors, at.Child("values").Index(j), term.Values[j]);
            }
        }
    }

    /// <summary>As text or as terms, not both.</summary>
    private static void ValidateForm(FieldErrorList errors, FieldPath path, string text, int terms)
    {
        if (text.Length > 0 && terms > 0)
            errors.Add(FieldError.Invalid(path.Child("rawSelector"), text, "may not specified at the same time as requirements"));
        if (text.Length == 0 && terms == 0)
            errors.Add(FieldError.Required(
                path.Child("requirements"), $"when {path} is specified, requirements or rawSelector is required"));
    }

    private static void ValidateValues(FieldErrorList errors, FieldPath path, string verb, ListOf<string> values)
    {
        if (verb is ("In" or "NotIn") && values.IsEmpty)
            errors.Add(FieldError.Required(path, "must be specified when `operator` is 'In' or 'NotIn'"));
        if (verb is ("Exists" or "DoesNotExist") && !values.IsEmpty)
            errors.Add(FieldError.Forbidden(path, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
    }
}
