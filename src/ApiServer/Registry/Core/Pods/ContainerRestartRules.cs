using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>When a container is restarted: by its own policy, and when its resources change.</summary>
internal static class ContainerRestartRules
{
    public static void Policy(FieldErrorList errors, FieldPath path, string? policy, ListOf<ContainerRestartRule> rules)
    {
        if (policy is null)
        {
            if (rules.IsEmpty) return;
            errors.Demand(path.Child("restartPolicy"), "must specify restartPolicy when restart rules are used");
        }
        else EnumRules.Supported(errors, path.Child("restartPolicy"), policy, ContainerRestartPolicy.Values);

        for (var i = 0; i < rules.Count; i++)
        {
            var at = path.Child("restartPolicyRules").Index(i);
            EnumRules.Supported(errors, at.Child("action"), rules[i].Action, ContainerRestartRuleAction.Values);
            if (rules[i].ExitCodes is not { } exitCodes) errors.Demand(at.Child("exitCodes"), "must be specified");
            else if (exitCodes.Operator.Length == 0)
                errors.Unsupported(at.Child("exitCodes").Child("operator"), "", "In", "NotIn");
        }
    }

    public static void Resizes(PodCheck check, FieldPath path, ListOf<ContainerResizePolicy> policies)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < policies.Count; i++)
        {
            var policy = policies[i];
            if (!seen.Add(policy.ResourceName)) check.Errors.Repeated(path.Index(i), FieldValue.JsonString(policy.ResourceName));
            Known(check.Errors, path, policy.ResourceName, "cpu", "memory");
            Known(
                check.Errors, path, policy.RestartPolicy,
                ResourceResizeRestartPolicy.NotRequired, ResourceResizeRestartPolicy.RestartContainer);
            if (check.Spec.RestartPolicy == RestartPolicy.Never && policy.RestartPolicy != ResourceResizeRestartPolicy.NotRequired)
                check.Errors.Reject(
                    path, FieldValue.JsonString(policy.RestartPolicy),
                    "must be 'NotRequired' when pod `restartPolicy` is 'Never'");
        }
    }

    private static void Known(FieldErrorList errors, FieldPath path, string value, params ReadOnlySpan<string> supported)
    {
        if (value.Length == 0) errors.Demand(path);
        else if (!supported.Contains(value)) errors.Unsupported(path, value, supported);
    }
}
