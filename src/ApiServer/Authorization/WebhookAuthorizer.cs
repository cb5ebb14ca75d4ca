using Kybernet.Api.Authorization.V1;
using Kybernet.ApiServer.Authentication.Webhooks;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Objects;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Authorization;

/// <summary>Asks somebody else, who may allow, deny, or have no opinion. Upstream: <c>plugin/pkg/authorizer/webhook</c>.</summary>
internal sealed class WebhookAuthorizer(AuthorizationWebhookOptions options, TimeProvider time, ILogger log) : IAuthorizer, IDisposable
{
    // Upstream: maxControlledAttrCacheSize. What is longer is asked each time: it comes from a client.
    private const int MaxRememberedLength = 10_000;

    private readonly ReviewWebhook _webhook = new(options.Connection, time);
    private readonly AnswerCache<SubjectAccessReviewStatus> _answers = new(time);

    public async ValueTask<AuthorizationDecision> AuthorizeAsync(UserInfo user, RequestInfo request, CancellationToken cancel)
    {
        var review = new SubjectAccessReview { Spec = SpecOf(user, request) };
        var question = System.Text.Encoding.UTF8.GetString(ObjectJson.Encode(review));
        if (!_answers.TryFind(question, out var status))
        {
            try
            {
                status = (await _webhook.AskAsync(review, cancel)).Status;
            }
            catch (ReviewException e)
            {
                WebhookLog.NoAccessReview(log, e.Message);
                return options.DeniesOnFailure ? AuthorizationDecision.Denied("") : new(false, "");
            }

            if (question.Length <= MaxRememberedLength) _answers.Add(question, status, status.Allowed ? options.AuthorizedLife : options.UnauthorizedLife);
        }

        if (status.Denied) return AuthorizationDecision.Denied(status.Reason);
        return new(status.Allowed, status.Reason);
    }

    public void Dispose() => _webhook.Dispose();

    private static SubjectAccessReviewSpec SpecOf(UserInfo user, RequestInfo request)
    {
        var spec = new SubjectAccessReviewSpec { User = user.Name, Uid = user.Uid, Groups = user.Groups, Extra = user.Extra };
        if (!request.IsResourceRequest) return spec with { NonResourceAttributes = new() { Path = request.Path, Verb = request.Verb } };
        return spec with
        {
            ResourceAttributes = new()
            {
                Namespace = request.Namespace,
                Verb = request.Verb,
                Group = request.ApiGroup,
                Version = request.ApiVersion,
                Resource = request.Resource,
                Subresource = request.Subresource,
                Name = request.Name,
            },
        };
    }
}
