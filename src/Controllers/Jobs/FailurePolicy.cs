using Kybernet.Api.Batch.V1;
using Kybernet.Api.Core.V1;

namespace Kybernet.Controllers.Jobs;

/// <summary>What a Job's policy makes of a failed pod.</summary>
/// <param name="JobMessage">Why the whole Job fails; null when it does not.</param>
/// <param name="IsCounted">The failure counts towards limits.</param>
/// <param name="Action">The action of the rule that matched; null when none did.</param>
public readonly record struct FailureMatch(string? JobMessage, bool IsCounted, string? Action);

/// <summary>Matches failed pods with a Job's rules. Upstream: <c>pod_failure_policy.go</c>.</summary>
public static class FailurePolicy
{
    private static readonly FailureMatch s_counted = new(null, true, null);

    /// <summary>The first rule that matches decides; without one the failure counts.</summary>
    public static FailureMatch Match(Job job, Pod pod)
    {
        if (job.Spec.PodFailurePolicy is not { } policy) return s_counted;
        for (var i = 0; i < policy.Rules.Count; i++)
        {
            var rule = policy.Rules[i];
            if (Reason(rule, pod) is not { } reason) continue;
            return rule.Action switch
            {
                PodFailurePolicyAction.Ignore => new(null, false, rule.Action),
                PodFailurePolicyAction.FailJob => new($"{reason} matching {rule.Action} rule at index {i}", true, rule.Action),
                _ => new(null, true, rule.Action),
            };
        }

        return s_counted;
    }

    private static string? Reason(PodFailurePolicyRule rule, Pod pod)
    {
        var name = $"{pod.Metadata.Namespace}/{pod.Metadata.Name}";
        if (rule.OnExitCodes is { } codes)
        {
            var failed = Find(codes, pod.Status.ContainerStatuses) ?? Find(codes, pod.Status.InitContainerStatuses);
            return failed is null ? null : $"Container {failed.Name} for pod {name} failed with exit code {failed.State.Terminated!.ExitCode}";
        }

        foreach (var condition in pod.Status.Conditions)
            if (rule.OnPodConditions.Any(pattern => pattern.Type == condition.Type && pattern.Status == condition.Status))
                return $"Pod {name} has condition {condition.Type}";
        return null;
    }

    private static ContainerStatus? Find(PodFailurePolicyOnExitCodesRequirement codes, IEnumerable<ContainerStatus> statuses) =>
        statuses.FirstOrDefault(status => status.State.Terminated is { ExitCode: not 0 } terminated
            && (codes.ContainerName is null || codes.ContainerName == status.Name)
            && codes.Operator switch
            {
                PodFailurePolicyOnExitCodesOperator.In => codes.Values.Contains(terminated.ExitCode),
                PodFailurePolicyOnExitCodesOperator.NotIn => !codes.Values.Contains(terminated.ExitCode),
                _ => false,
            });
}
