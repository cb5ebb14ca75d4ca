using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.ApiServer.Admission.Webhooks;
using Kybernet.ApiServer.Expressions;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Admission.Policies;

/// <summary>Lets the mutating policies that are bound change the object, one after the other. Upstream: <c>policy/mutating/dispatcher.go</c>.</summary>
internal sealed class MutatingAdmissionPolicies(ClusterView cluster) : IAdmissionPlugin
{
    private readonly PolicyParameters _parameters = new(cluster);
    private readonly PolicyList<MutatingPolicy> _policies = new(
        cluster, "mutatingadmissionpolicies", "mutatingadmissionpolicybindings",
        static policy => new((MutatingAdmissionPolicy)policy),
        static binding => PolicyBinding.Of((MutatingAdmissionPolicyBinding)binding));

    public string Name => "MutatingAdmissionPolicy";

    public bool Handles(ResourceInfo resource) => HookMatcher.IsShown(resource);

    public ValueTask<Outcome<IObject?>> MutateAsync(AdmissionAttributes attributes, IObject? value, IObject? old, CancellationToken cancel) =>
        value is not null && _policies.Current is { Length: > 0 } policies
            ? AskAsync(policies, attributes, value, old, cancel)
            : new(Outcome<IObject?>.Ok(value));

    private async ValueTask<Outcome<IObject?>> AskAsync(
        PolicyList<MutatingPolicy>.BoundPolicy[] policies, AdmissionAttributes attributes, IObject value, IObject? old, CancellationToken cancel)
    {
        var problems = new PolicyProblems();
        var turns = await SelectAsync(policies, problems, attributes, value, old, cancel);
        if (turns.Count == 0) return problems.Error(attributes) is { } misconfigured ? misconfigured : Outcome<IObject?>.Ok(value);
        var read = await PolicyRequest.ReadAsync(cluster, attributes, cancel);
        if (!read.TryGet(out var request, out var error)) return error;
        var rounds = attributes.Reinvocation.Policies;
        rounds.Enter(value);
        foreach (var (policy, binding, version, parameter) in turns)
        {
            request.Show(version, value, old);
            var parameters = PolicyRequest.Read(parameter);
            if (await PolicyConditions.EvaluateAsync(policy, request, parameters, cancel) is { } unmet)
            {
                if (unmet.Length > 0) problems.Add(policy, binding, unmet);
                continue;
            }

            var key = (policy.Name, binding.Name, parameter?.Metadata.Namespace, parameter?.Metadata.Name);
            if (rounds.Skips(key)) continue;
            var before = value;
            foreach (var (isPatch, text) in policy.Mutations)
            {
                request.Show(version, value, old);
                var budget = new ExpressionBudget(ExpressionBudget.PerObject);
                var names = new PolicyNames(policy, request, parameters, budget);
                var made = await PolicyConditions.EvaluateAsync(text, names, request, budget, cancel);
                var mutated = PolicyMutation.Apply(isPatch, version, value, request.Object, made, out var problem);
                if (problem.Length > 0) problems.Add(policy, binding, problem);
                else if (!mutated.TryGet(out value!, out error)) return error;
            }

            rounds.Asked(key, policy.WantsReinvocation, !Equals(before, value));
        }

        rounds.Leave(value);
        return problems.Error(attributes) is { } refused ? refused : Outcome<IObject?>.Ok(value);
    }

    /// <summary>Whose turn it is, and with which parameters.</summary>
    private async ValueTask<List<(MutatingPolicy Policy, PolicyBinding Binding, ShownVersion Version, IObject? Parameter)>> SelectAsync(
        PolicyList<MutatingPolicy>.BoundPolicy[] policies, PolicyProblems problems, AdmissionAttributes attributes, IObject value, IObject? old,
        CancellationToken cancel)
    {
        var turns = new List<(MutatingPolicy, PolicyBinding, ShownVersion, IObject?)>();
        foreach (var (_, policy, bindings) in policies)
        {
            if (policy.Scope is null) continue;
            var matched = await policy.Scope.MatchAsync(cluster, attributes, value, old, cancel);
            if (!matched.TryGet(out var version, out var wrong)) problems.Misconfigured(policy, null, wrong.Message);
            if (version is null) continue;
            if (_parameters.Problem(policy) is { Length: > 0 } unknown)
            {
                problems.Misconfigured(policy, null, unknown);
                continue;
            }

            foreach (var binding in bindings)
            {
                if (binding.Scope is not null)
                {
                    var bound = await binding.Scope.MatchAsync(cluster, attributes, value, old, cancel);
                    if (!bound.TryGet(out var here, out wrong)) problems.Misconfigured(policy, binding, wrong.Message);
                    if (here is null) continue;
                }

                var (found, problem) = await _parameters.FindAsync(policy, binding, HookMatcher.NamespaceOf(attributes), cancel);
                if (found is null) problems.Misconfigured(policy, binding, problem);
                foreach (var parameter in found ?? []) turns.Add((policy, binding, version, parameter));
            }
        }

        return turns;
    }
}
