using Kybernet.Api.Authorization.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Authorization;

/// <summary>About one namespace; answered and never stored. Upstream: <c>pkg/registry/authorization/localsubjectaccessreview</c>.</summary>
public sealed class LocalSubjectAccessReviewStrategy : Strategy<LocalSubjectAccessReview>
{
    public override void Validate(LocalSubjectAccessReview value, FieldErrorList errors)
    {
        AccessReviewRules.Validate(errors, value.Spec);
        AccessReviewRules.ValidateMetadata(errors, value.Metadata, isNamespaced: true);
        if (value.Spec.ResourceAttributes is { } resource && resource.Namespace != value.Metadata.Namespace)
            errors.Add(FieldError.Invalid(
                FieldPath.Of("spec.resourceAttributes.namespace"), resource.Namespace, "must match metadata.namespace"));
        if (value.Spec.NonResourceAttributes is { } url)
            errors.Add(FieldError.Invalid(
                FieldPath.Of("spec.nonResourceAttributes"), ImmutableRules.Shown(url), "disallowed on this kind of request"));
    }
}
