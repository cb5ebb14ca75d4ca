using Kybernet.Api.Authorization.V1;
using Kybernet.ApiServer.Authorization;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Registry.Authorization;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Reviews;

/// <summary>May I, may they? Upstream: <c>pkg/registry/authorization</c>.</summary>
internal static class AccessReviews
{
    public static IEnumerable<IReview> Of(IAuthorizer authorizer, IRuleResolver rules) =>
        [new OfSelf(authorizer), new OfSubject(authorizer), new OfLocalSubject(authorizer), new RulesReview(rules)];

    private static async ValueTask<SubjectAccessReviewStatus> JudgeAsync(
        IAuthorizer authorizer, UserInfo user, ResourceAttributes? resource, NonResourceAttributes? path, CancellationToken cancel)
    {
        var info = resource is null
            ? new RequestInfo { Path = path?.Path ?? "", Verb = path?.Verb ?? "" }
            : new RequestInfo
            {
                Path = "",
                IsResourceRequest = true,
                Verb = resource.Verb,
                Namespace = resource.Namespace,
                ApiGroup = resource.Group,
                ApiVersion = resource.Version,
                Resource = resource.Resource,
                Subresource = resource.Subresource,
                Name = resource.Name,
            };
        var decision = await authorizer.AuthorizeAsync(user, info, cancel);
        return new() { Allowed = decision.IsAllowed, Denied = decision.IsDenied, Reason = decision.Reason };
    }

    private static ApiError? Check(GroupVersionKind kind, SubjectAccessReviewSpec spec)
    {
        var errors = new FieldErrorList();
        AccessReviewRules.Validate(errors, spec);
        return errors.IsEmpty ? null : ApiError.Invalid(kind.GroupKind, "", errors);
    }

    private static UserInfo UserOf(SubjectAccessReviewSpec spec) =>
        new() { Name = spec.User, Uid = spec.Uid, Groups = spec.Groups, Extra = spec.Extra };

    private sealed class OfSelf(IAuthorizer authorizer) : IReview
    {
        public GroupVersionKind Kind => SelfSubjectAccessReview.Gvk;

        public async ValueTask<Outcome<IKind>> AnswerAsync(IKind question, UserInfo user, string @namespace, CancellationToken cancel)
        {
            var review = (SelfSubjectAccessReview)question;
            var errors = new FieldErrorList();
            AccessReviewRules.Validate(errors, review.Spec);
            if (!errors.IsEmpty) return ApiError.Invalid(Kind.GroupKind, "", errors);
            var status = await JudgeAsync(authorizer, user, review.Spec.ResourceAttributes, review.Spec.NonResourceAttributes, cancel);
            return Outcome<IKind>.Ok(review with { Status = status });
        }
    }

    private sealed class OfSubject(IAuthorizer authorizer) : IReview
    {
        public GroupVersionKind Kind => SubjectAccessReview.Gvk;

        public async ValueTask<Outcome<IKind>> AnswerAsync(IKind question, UserInfo user, string @namespace, CancellationToken cancel)
        {
            var review = (SubjectAccessReview)question;
            if (Check(Kind, review.Spec) is { } wrong) return wrong;
            var status = await JudgeAsync(
                authorizer, UserOf(review.Spec), review.Spec.ResourceAttributes, review.Spec.NonResourceAttributes, cancel);
            return Outcome<IKind>.Ok(review with { Status = status });
        }
    }

    private sealed class OfLocalSubject(IAuthorizer authorizer) : IReview
    {
        public GroupVersionKind Kind => LocalSubjectAccessReview.Gvk;

        public async ValueTask<Outcome<IKind>> AnswerAsync(IKind question, UserInfo user, string @namespace, CancellationToken cancel)
        {
            var review = (LocalSubjectAccessReview)question;
            if (Check(Kind, review.Spec) is { } wrong) return wrong;
            if (review.Spec.ResourceAttributes?.Namespace != @namespace)
                return ApiError.BadRequest($"spec.resourceAttributes.namespace must match namespace: {@namespace}");
            var status = await JudgeAsync(authorizer, UserOf(review.Spec), review.Spec.ResourceAttributes, null, cancel);
            return Outcome<IKind>.Ok(review with { Status = status });
        }
    }
}
