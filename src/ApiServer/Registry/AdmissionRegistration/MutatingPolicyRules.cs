using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.AdmissionRegistration;

/// <summary>A mutating policy. Upstream: <c>validateMutatingAdmissionPolicySpec</c>.</summary>
internal static class MutatingPolicyRules
{
    public static void Validate(FieldErrorList errors, FieldPath path, MutatingAdmissionPolicySpec spec, MutatingAdmissionPolicySpec? old)
    {
        var sameMatchConditions = old is not null && spec.ParamKind == old.ParamKind && spec.MatchConditions == old.MatchConditions;
        var expressions = new PolicyExpressions(errors, spec.ParamKind, old is null ? new HashSet<string>() : ExpressionsOf(old));
        PolicyRules.ParamKind(errors, path.Child("paramKind"), spec.ParamKind);
        MatchResourcesRules.ValidateConstraints(errors, path.Child("matchConstraints"), spec.MatchConstraints);
        MatchResourcesRules.MutatingOnly(errors, path.Child("matchConstraints"), spec.MatchConstraints);
        if (!sameMatchConditions) MatchConditionRules.Validate(errors, path.Child("matchConditions"), spec.MatchConditions);
        PolicyRules.Variables(errors, path.Child("variables"), spec.Variables, expressions);
        if (spec.Mutations.IsEmpty)
            errors.Add(FieldError.Required(path.Child("mutations"), "mutations must contain at least one item"));
        for (var i = 0; i < spec.Mutations.Count; i++)
            Validate(errors, path.Child("mutations").Index(i), spec.Mutations[i], expressions);
    }

    private static HashSet<string> ExpressionsOf(MutatingAdmissionPolicySpec spec) =>
    [
        .. spec.Variables.Select(static variable => variable.Expression),
        .. spec.Mutations.Select(static mutation => (mutation.JsonPatch?.Expression ?? mutation.ApplyConfiguration?.Expression ?? "").Trim()),
    ];

    private static void Validate(FieldErrorList errors, FieldPath path, Mutation mutation, PolicyExpressions expressions)
    {
        var (patch, apply) = (mutation.JsonPatch?.Expression, mutation.ApplyConfiguration?.Expression);
        if (mutation.PatchType == PatchType.JSONPatch)
        {
            Needed(errors, path.Child("jsonPatch"), patch, PatchType.JSONPatch, expressions);
            if (apply is not null) Unwanted(errors, path, "applyConfiguration", PatchType.JSONPatch);
        }
        else if (mutation.PatchType == PatchType.ApplyConfiguration)
        {
            Needed(errors, path.Child("applyConfiguration"), apply, PatchType.ApplyConfiguration, expressions);
            if (patch is not null) Unwanted(errors, path, "jsonPatch", PatchType.ApplyConfiguration);
        }
    }

    private static void Needed(FieldErrorList errors, FieldPath path, string? expression, string patchType, PolicyExpressions expressions)
    {
        if (expression is null) errors.Add(FieldError.Required(path, $"must be specified when patchType is {patchType}"));
        else if (string.IsNullOrWhiteSpace(expression)) errors.Add(FieldError.Required(path.Child("expression"), ""));
        // Upstream looks at, and shows, it without the space around.
        else expressions.Mutation(path.Child("expression"), expression.Trim(), patchType == PatchType.JSONPatch);
    }

    private static void Unwanted(FieldErrorList errors, FieldPath path, string field, string patchType) =>
        errors.Add(FieldError.Invalid(path.Child(field), $"{{{field}}}", $"must not be specified when patchType is {patchType}"));
}
