using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission.Policies;

/// <summary>
/// Why mutating policies could not be asked: those that do not fail open refuse the request. Upstream: <c>policy/generic</c>, <c>PolicyError</c>.
/// </summary>
internal sealed class PolicyProblems
{
    private readonly List<(string Message, bool IsInvalid)> _problems = [];

    public void Misconfigured(AdmissionPolicy policy, PolicyBinding? binding, string problem) =>
        Add(policy, binding, $"failed to configure {(binding is null ? "policy" : "binding")}: {problem}", isInvalid: false);

    public void Add(AdmissionPolicy policy, PolicyBinding? binding, string problem, bool isInvalid = true)
    {
        if (policy.FailsOpen) return;
        var by = binding is null ? $"policy \"{policy.Name}\"" : $"policy '{policy.Name}' with binding '{binding.Name}'";
        _problems.Add(($"{by} denied request: {problem}", isInvalid));
    }

    /// <summary>Null when there are none. The first one says the reason; the code is that of a refusal, as upstream's is.</summary>
    public ApiError? Error(AdmissionAttributes attributes)
    {
        if (_problems.Count == 0) return null;
        var refused = attributes.Forbidden("admission request denied by policy");
        return refused with
        {
            Message = _problems[0].Message,
            Reason = _problems[0].IsInvalid ? StatusReason.Invalid : refused.Reason,
            Details = refused.Details! with { Causes = _problems.Select(static problem => new ApiErrorCause("", problem.Message, "")).ToListOf() },
        };
    }
}
