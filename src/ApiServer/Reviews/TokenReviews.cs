using Kybernet.Api.Authentication.V1;
using Kybernet.ApiServer.Authentication.Tokens;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Reviews;

/// <summary>Whose token is this? Upstream: <c>pkg/registry/authentication/tokenreview</c>.</summary>
internal sealed class TokenReviews(BearerTokens tokens) : IReview
{
    public GroupVersionKind Kind => TokenReview.Gvk;

    public async ValueTask<Outcome<IKind>> AnswerAsync(IKind question, Registry.UserInfo user, string @namespace, CancellationToken cancel)
    {
        var review = (TokenReview)question;
        if (review.Spec.Token.Length == 0) return ApiError.BadRequest("token is required for TokenReview in authentication");
        var audiences = review.Spec.Audiences.IsEmpty ? tokens.Audiences : review.Spec.Audiences;
        var answer = await tokens.AuthenticateAsync(review.Spec.Token, audiences, cancel);
        return Outcome<IKind>.Ok(review with
        {
            Status = answer.User is { } found
                ? new()
                {
                    Authenticated = true,
                    Audiences = answer.Audiences,
                    User = new() { Username = found.Name, Uid = found.Uid, Groups = found.Groups, Extra = found.Extra },
                }
                : new() { Error = answer.Error },
        });
    }
}
