using System.Diagnostics.CodeAnalysis;
using Grpc.Core;

namespace Kybernet.Store.Etcd;

/// <summary>The answer to a call, or the failure it ended with after all that could be tried.</summary>
internal readonly struct CallOutcome<TAnswer>
    where TAnswer : class
{
    public CallOutcome(TAnswer answer) => Answer = answer;

    public CallOutcome(RpcException failure, bool outcomeUnknown)
    {
        Failure = failure;
        OutcomeUnknown = outcomeUnknown;
    }

    public TAnswer? Answer { get; }

    public RpcException? Failure { get; }

    /// <summary>Whether the request may have taken effect although there is no answer.</summary>
    public bool OutcomeUnknown { get; }

    public bool TryGet([NotNullWhen(true)] out TAnswer? answer, [NotNullWhen(false)] out RpcException? failure)
    {
        answer = Answer;
        failure = Failure;
        return answer is not null;
    }
}
