using Kybernet.Api.Authentication.V1;
using Kybernet.ApiServer.Authentication.Tokens;
using Kybernet.Client.Transport.Https;
using Kybernet.Machinery.Collections;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Authentication.Webhooks;

/// <summary>Asks somebody else whose a token is. Upstream: <c>plugin/pkg/authenticator/token/webhook</c>.</summary>
/// <param name="connection">Who is asked.</param>
/// <param name="life">How long answers hold.</param>
/// <param name="own">For whom a token is of which the answer does not say it.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Takes failures.</param>
internal sealed class TokenWebhook(ServerConnection connection, TimeSpan life, ListOf<string> own, TimeProvider time, ILogger log)
    : ITokenAuthenticator, IDisposable
{
    private readonly ReviewWebhook _webhook = new(connection, time);
    private readonly AnswerCache<TokenAnswer> _answers = new(time);

    public async ValueTask<TokenAnswer> AuthenticateAsync(string token, ListOf<string> audiences, CancellationToken cancel)
    {
        var question = $"{string.Join('\n', audiences)}\n\n{token}";
        if (_answers.TryFind(question, out var known)) return known;
        try
        {
            var review = await _webhook.AskAsync(new TokenReview { Spec = new() { Token = token, Audiences = audiences } }, cancel);
            var answer = AnswerOf(review.Status, audiences);
            _answers.Add(question, answer, life);
            return answer;
        }
        catch (ReviewException e)
        {
            // Not remembered: the next request asks again.
            WebhookLog.NoTokenReview(log, e.Message);
            return TokenAnswer.Refused($"the token webhook failed: {e.Message}");
        }
    }

    public void Dispose() => _webhook.Dispose();

    private TokenAnswer AnswerOf(TokenReviewStatus status, ListOf<string> audiences)
    {
        if (!status.Authenticated) return TokenAnswer.Refused(status.Error);
        var meant = status.Audiences.IsEmpty ? own : status.Audiences;
        var shared = meant.Where(audience => audiences.Contains(audience)).ToListOf();
        if (shared.IsEmpty || status.User.Username.Length == 0) return TokenAnswer.NotMine;
        var user = status.User;
        return new(new() { Name = user.Username, Uid = user.Uid, Groups = user.Groups, Extra = user.Extra }, shared, "");
    }
}
