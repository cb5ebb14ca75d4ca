using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Admission.Policies;

/// <summary>What validating and mutating policies have in common, ready to be asked.</summary>
internal abstract class AdmissionPolicy
{
    protected AdmissionPolicy(
        string name, MatchResources? constraints, ParamKind? parameters, string? failurePolicy, ListOf<Variable> variables, ListOf<MatchCondition> conditions)
    {
        (Name, Parameters, FailsOpen) = (name, parameters, failurePolicy == FailurePolicyType.Ignore);
        Scope = PolicyScope.Of(constraints);
        Variables = variables.ToDictionary(static variable => variable.Name, static variable => new PolicyText(variable.Expression));
        Conditions = [.. conditions.Select(static condition => new PolicyText(condition.Expression))];
    }

    public string Name { get; }

    /// <summary>Null for one that is about nothing, which validation does not take.</summary>
    public PolicyScope? Scope { get; }

    /// <summary>Null for a policy without parameters.</summary>
    public ParamKind? Parameters { get; }

    /// <summary>What it says does not matter when it cannot be asked.</summary>
    public bool FailsOpen { get; }

    public IReadOnlyDictionary<string, PolicyText> Variables { get; }

    /// <summary>What has to be true for the policy to be asked.</summary>
    public PolicyText[] Conditions { get; }
}
