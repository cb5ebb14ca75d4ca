using Kybernet.Api.Authentication.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Reviews;

/// <summary>Who am I? Upstream: <c>pkg/registry/authentication/selfsubjectreview</c>.</summary>
internal sealed class SelfReview(TimeProvider time) : IReview
{
    public GroupVersionKind Kind => SelfSubjectReview.Gvk;

    public ValueTask<Outcome<IKind>> AnswerAsync(IKind question, Registry.UserInfo user, string @namespace, CancellationToken cancel) =>
        new(Outcome<IKind>.Ok(new SelfSubjectReview
        {
            Metadata = new() { CreationTimestamp = Machinery.Values.Time.From(time.GetUtcNow()) },
            Status = new() { UserInfo = new() { Username = user.Name, Uid = user.Uid, Groups = user.Groups, Extra = user.Extra } },
        }));
}
