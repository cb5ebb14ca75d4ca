using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.ApiServer.Admission.Webhooks;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission.Policies;

/// <summary>Asks the validating policies that are bound. Upstream: <c>policy/validating/dispatcher.go</c>.</summary>
internal sealed class ValidatingAdmissionPolicies(ClusterView cluster) : IAdmissionPlugin
{
    private readonly PolicyParameters _parameters = new(cluster);
    private readonly PolicyList<ValidatingPolicy> _policies = new(
        cluster, "validatingadmissionpolicies", "validatingadmissionpolicybindings",
        static policy => new((ValidatingAdmissionPolicy)policy),
        static binding => PolicyBinding.Of((ValidatingAdmissionPolicyBinding)binding));

    public string Name => "ValidatingAdmissionPolicy";

    public bool Handles(ResourceInfo resource) => HookMatcher.IsShown(resource);

    public ValueTask<ApiError?> ValidateAsync(AdmissionAttributes attributes, IObject? value, IObject? old, CancellationToken cancel) =>
        _policies.Current is { Length: > 0 } policies ? AskAsync(policies, attributes, value, old, null, cancel) : default;

    public ValueTask<ApiError?> ConnectAsync(AdmissionAttributes attributes, IKind options, CancellationToken cancel) =>
        _policies.Current is { Length: > 0 } policies ? AskAsync(policies, attributes, null, null, options, cancel) : default;

    private async ValueTask<ApiError?> AskAsync(
        PolicyList<ValidatingPolicy>.BoundPolicy[] policies, AdmissionAttributes attributes, IObject? value, IObject? old, IKind? options,
        CancellationToken cancel)
    {
        var verdict = new Verdict(attributes);
        PolicyRequest? request = null;
        foreach (var (_, policy, bindings) in policies)
        {
            if (policy.Scope is null) continue;
            var matched = await policy.Scope.MatchAsync(cluster, attributes, value, old, cancel);
            if (!matched.TryGet(out var version, out var wrong))
            {
                verdict.Misconfigured(policy, null, wrong.Message);
                continue;
            }

            if (version is null) continue;
            if (_parameters.Problem(policy) is { Length: > 0 } unknown)
            {
                verdict.Misconfigured(policy, null, unknown);
                continue;
            }

            foreach (var binding in bindings)
            {
                var found = await ParametersAsync(verdict, policy, binding, attributes, value, old, cancel);
                if (found.Count == 0) continue;
                if (request is null)
                {
                    var read = await PolicyRequest.ReadAsync(cluster, attributes, cancel);
                    if (!read.TryGet(out request, out var error)) return error;
                }

                request.Show(version, options ?? value, old);
                foreach (var parameter in found)
                {
                    var said = await PolicyJudge.JudgeAsync(policy, request, PolicyRequest.Read(parameter), cancel);
                    verdict.Add(policy, binding, said);
                }
            }

            verdict.Annotate(policy);
        }

        return verdict.Error;
    }

    /// <summary>What a binding that is for the request asks its policy with; nothing when it is not.</summary>
    private async ValueTask<IReadOnlyList<IObject?>> ParametersAsync(
        Verdict verdict, ValidatingPolicy policy, PolicyBinding binding, AdmissionAttributes attributes, IObject? value, IObject? old,
        CancellationToken cancel)
    {
        if (binding.Scope is not null)
        {
            var matched = await binding.Scope.MatchAsync(cluster, attributes, value, old, cancel);
            if (!matched.TryGet(out var version, out var wrong)) verdict.Misconfigured(policy, binding, wrong.Message);
            if (version is null) return [];
        }

        var (found, problem) = await _parameters.FindAsync(policy, binding, HookMatcher.NamespaceOf(attributes), cancel);
        if (found is null) verdict.Misconfigured(policy, binding, problem);
        return found ?? [];
    }
}
