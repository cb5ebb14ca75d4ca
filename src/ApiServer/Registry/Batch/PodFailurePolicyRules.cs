using Kybernet.Api.Batch.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Batch;

/// <summary>What a job makes of pods that fail. Upstream: <c>validatePodFailurePolicy</c>.</summary>
internal static class PodFailurePolicyRules
{
    private static readonly string[] s_actions = ["Count", "FailIndex", "FailJob", "Ignore"];

    public static void Check(FieldErrorList errors, FieldPath path, PodFailurePolicy policy, JobSpec spec)
    {
        for (var i = 0; i < policy.Rules.Count; i++) Rule(errors, path.Child("rules").Index(i), policy.Rules[i], spec);
    }

    private static void Rule(FieldErrorList errors, FieldPath path, PodFailurePolicyRule rule, JobSpec spec)
    {
        Action(errors, path.Child("action"), rule.Action, spec);
        if (rule.OnExitCodes is { } exitCodes) ExitCodes(errors, path.Child("onExitCodes"), exitCodes, spec);
        if (rule.OnExitCodes is not null && !rule.OnPodConditions.IsEmpty)
            errors.Reject(path, FieldValue.Omitted, "specifying both OnExitCodes and OnPodConditions is not supported");
        if (rule.OnExitCodes is null && rule.OnPodConditions.IsEmpty)
            errors.Reject(path, FieldValue.Omitted, "specifying one of OnExitCodes and OnPodConditions is required");
    }

    private static void Action(FieldErrorList errors, FieldPath path, string action, JobSpec spec)
    {
        if (action.Length == 0) errors.Demand(path, Choices(s_actions));
        else if (!s_actions.AsSpan().Contains(action)) errors.Unsupported(path, action, s_actions);
        else if (action == PodFailurePolicyAction.FailIndex && spec.BackoffLimitPerIndex is null)
            errors.Reject(path, FieldValue.JsonString(action), "requires the backoffLimitPerIndex to be set");
    }

    private static void ExitCodes(FieldErrorList errors, FieldPath path, PodFailurePolicyOnExitCodesRequirement requirement, JobSpec spec)
    {
        var pod = spec.Template.Spec;
        if (requirement.Operator.Length == 0) errors.Demand(path.Child("operator"), Choices(["In", "NotIn"]));
        else EnumRules.Supported(errors, path.Child("operator"), requirement.Operator, PodFailurePolicyOnExitCodesOperator.Values);
        if (requirement.ContainerName is { } name && !pod.Containers.Concat(pod.InitContainers).Any(container => container.Name == name))
            errors.Reject(
                path.Child("containerName"), name, "must be one of the container or initContainer names in the pod template");
        Values(errors, path.Child("values"), requirement);
    }

    private static void Values(FieldErrorList errors, FieldPath path, PodFailurePolicyOnExitCodesRequirement requirement)
    {
        var values = requirement.Values;
        if (values.IsEmpty) errors.Reject(path, Shown(values), "at least one value is required");
        var seen = new HashSet<int>();
        var isOrdered = true;
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] == 0 && requirement.Operator == PodFailurePolicyOnExitCodesOperator.In)
                errors.Reject(path.Index(i), 0, "must not be 0 for the In operator");
            if (!seen.Add(values[i])) errors.Repeated(path.Index(i), values[i]);
            isOrdered &= i == 0 || values[i - 1] <= values[i];
        }

        if (!isOrdered) errors.Reject(path, Shown(values), "must be ordered");
    }

    private static string Choices(string[] values) => $"valid values: [{string.Join(' ', values.Select(QuotedText.Of))}]";

    private static FieldValue Shown(ListOf<int> values) =>
        values.IsAbsent ? FieldValue.Null : FieldValue.Json($"[{string.Join(',', values)}]");
}
