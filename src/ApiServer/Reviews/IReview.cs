using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Reviews;

/// <summary>A resource that stores nothing: a question is posted, the answer is the same object with its status.</summary>
internal interface IReview
{
    GroupVersionKind Kind { get; }

    ValueTask<Outcome<IKind>> AnswerAsync(IKind question, UserInfo user, string @namespace, CancellationToken cancel);
}
