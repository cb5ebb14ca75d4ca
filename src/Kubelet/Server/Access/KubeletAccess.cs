using Kybernet.Api.Authorization.V1;
using Kybernet.Client;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet.Server.Access;

/// <summary>
/// Asks the API server whether a user may: every path stands for subresources of the node, of which one permission suffices.
/// Upstream: <c>InstallAuthFilter</c> in <c>pkg/kubelet/server/server.go</c>.
/// </summary>
internal sealed class KubeletAccess(KubeletServerOptions options, IClient client, TimeProvider time, ILogger log)
{
    private readonly ExpiringCache<Question, bool> _answers = new(time);

    /// <summary>The refusal; null when the request may go on.</summary>
    public async ValueTask<TextAnswer?> RefuseAsync(KubeletUser user, string method, string path, CancellationToken cancel)
    {
        var verb = KubeletPath.Verb(method);
        var subresources = KubeletPath.Subresources(path);
        foreach (var subresource in subresources)
        {
            if (await MayAsync(user, verb, subresource, cancel) is not { } isAllowed)
            {
                var failed = $"Authorization error (user={user.Name}, verb={verb}, resource=nodes, subresource={subresource})";
                return TextAnswer.Error(500, failed);
            }

            if (isAllowed) return null;
        }

        var all = string.Join(' ', subresources);
        return TextAnswer.Error(403, $"Forbidden (user={user.Name}, verb={verb}, resource=nodes, subresource(s)=[{all}])\n");
    }

    /// <summary>Null when the API server does not answer.</summary>
    private async ValueTask<bool?> MayAsync(KubeletUser user, string verb, string subresource, CancellationToken cancel)
    {
        var question = new Question(user, verb, subresource);
        if (_answers.TryGet(question, out var known)) return known;
        var review = await client.CreateAsync(ReviewOf(question), cancel);
        if (!review.TryGet(out var answer, out var error))
        {
            KubeletServerLog.NoReview(log, error.Message);
            return null;
        }

        var isAllowed = answer.Status.Allowed;
        _answers.Set(question, isAllowed, isAllowed ? options.AllowedLife : options.DeniedLife);
        return isAllowed;
    }

    private SubjectAccessReview ReviewOf(Question question) => new()
    {
        Spec = new()
        {
            User = question.User.Name,
            Uid = question.User.Uid,
            Groups = question.User.Groups,
            Extra = question.User.Extra,
            ResourceAttributes = new()
            {
                Verb = question.Verb,
                Version = "v1",
                Resource = "nodes",
                Subresource = question.Subresource,
                Name = options.NodeName,
            },
        },
    };

    private sealed record Question(KubeletUser User, string Verb, string Subresource);
}
