using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>A container that ended starts again only if its restart policy says so.</summary>
internal static class ContainerTransitionRules
{
    public static void Check(FieldErrorList errors, FieldPath path, PodStatus status, Pod old)
    {
        var (spec, before) = (old.Spec, old.Status);
        if (!RestartsAll(spec))
        {
            Ended(errors, path.Child("containerStatuses"), status.ContainerStatuses, before.ContainerStatuses, spec.Containers, spec);
            Ended(
                errors, path.Child("initContainerStatuses"), status.InitContainerStatuses, before.InitContainerStatuses,
                spec.InitContainers, spec);
        }

        Ended(
            errors, path.Child("ephemeralContainerStatuses"), status.EphemeralContainerStatuses, before.EphemeralContainerStatuses,
            [], spec);
    }

    /// <summary>What the kubelet does when the container ends with the exit code. Upstream: <c>ContainerShouldRestart</c>.</summary>
    public static bool Restarts(Container container, PodSpec spec, int exitCode)
    {
        if (container.RestartPolicy is not { } policy) return Restarts(spec.RestartPolicy, exitCode) ?? true;
        var rule = container.RestartPolicyRules.FirstOrDefault(rule => Matches(rule.ExitCodes, exitCode));
        return rule?.Action is ContainerRestartRuleAction.Restart or ContainerRestartRuleAction.RestartAllContainers
            || (Restarts(policy, exitCode) ?? Restarts(spec.RestartPolicy, exitCode) ?? true);
    }

    private static bool? Restarts(string policy, int exitCode) => policy switch
    {
        RestartPolicy.Always => true,
        RestartPolicy.OnFailure => exitCode != 0,
        RestartPolicy.Never => false,
        _ => null,
    };

    private static bool Matches(ContainerRestartRuleOnExitCodes? codes, int exitCode) => codes?.Operator switch
    {
        ContainerRestartRuleOnExitCodesOperator.In => codes.Values.Contains(exitCode),
        ContainerRestartRuleOnExitCodesOperator.NotIn => !codes.Values.Contains(exitCode),
        _ => false,
    };

    private static bool RestartsAll(PodSpec spec) => spec.InitContainers.Concat(spec.Containers).Any(container =>
        container.RestartPolicyRules.Any(rule => rule.Action == ContainerRestartRuleAction.RestartAllContainers));

    private static void Ended(
        FieldErrorList errors, FieldPath path, ListOf<ContainerStatus> statuses, ListOf<ContainerStatus> before,
        ListOf<Container> containers, PodSpec spec)
    {
        for (var i = 0; i < before.Count; i++)
        {
            if (before[i].State.Terminated is not { } ended) continue;
            if (!statuses.Any(status => status.Name == before[i].Name && status.State.Terminated is null)) continue;
            var container = containers.FirstOrDefault(container => container.Name == before[i].Name);
            if (container is null || !Restarts(container, spec, ended.ExitCode))
                errors.Forbid(path.Index(i).Child("state"), "may not be transitioned to non-terminated state");
        }
    }
}
