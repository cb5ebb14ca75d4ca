using Kybernet.Api.Authorization.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Authorization;

/// <summary>Answered and never stored. Upstream: <c>pkg/registry/authorization/subjectaccessreview</c>.</summary>
public sealed class SubjectAccessReviewStrategy : Strategy<SubjectAccessReview>
{
    public override void Validate(SubjectAccessReview value, FieldErrorList errors)
    {
        AccessReviewRules.Validate(errors, value.Spec);
        AccessReviewRules.ValidateMetadata(errors, value.Metadata, isNamespaced: false);
    }
}
