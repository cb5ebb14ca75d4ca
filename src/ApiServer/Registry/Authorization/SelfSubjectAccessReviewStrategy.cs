using Kybernet.Api.Authorization.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Authorization;

/// <summary>Answered and never stored. Upstream: <c>pkg/registry/authorization/selfsubjectaccessreview</c>.</summary>
public sealed class SelfSubjectAccessReviewStrategy : Strategy<SelfSubjectAccessReview>
{
    public override void Validate(SelfSubjectAccessReview value, FieldErrorList errors)
    {
        AccessReviewRules.Validate(errors, value.Spec);
        AccessReviewRules.ValidateMetadata(errors, value.Metadata, isNamespaced: false);
    }
}
