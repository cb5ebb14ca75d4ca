using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Pods;

/// <summary>Questions asked of pods and their containers.</summary>
internal static class PodSpecs
{
    private const string ConfigSource = "kubernetes.io/config.source";
    private const string ConfigHash = "kubernetes.io/config.hash";
    private const string MirrorAnnotation = "kubernetes.io/config.mirror";

    extension(Pod pod)
    {
        /// <summary>From a file on this node, not from the API.</summary>
        public bool IsStatic => pod.Metadata.Annotations.GetValueOrDefault(ConfigSource) is { Length: > 0 } source && source != "api";

        /// <summary>Only shows a static pod in the API.</summary>
        public bool IsMirror => pod.Metadata.Annotations.ContainsKey(MirrorAnnotation);

        /// <summary>The uid by which the runtime knows the pod: a mirror has its static pod's.</summary>
        public string RuntimeUid => pod.Metadata.Annotations.GetValueOrDefault(ConfigHash) is { Length: > 0 } hash && pod.IsMirror ? hash : pod.Metadata.Uid;

        /// <summary>Restarts containers that fail, if no container says otherwise.</summary>
        public bool RestartsOnFailure => pod.Spec.RestartPolicy != RestartPolicy.Never;

        public bool IsTerminal => pod.Status.Phase is PodPhase.Succeeded or PodPhase.Failed;

        /// <summary>How long a deleted pod's containers may take.</summary>
        public long GracePeriodSeconds => pod.Metadata.DeletionGracePeriodSeconds ?? pod.Spec.TerminationGracePeriodSeconds ?? 30;

        public string FullName => $"{pod.Metadata.Name}_{pod.Metadata.Namespace}({pod.Metadata.Uid})";

        /// <summary>Where in the pod a container is, for events: <c>spec.containers{web}</c>; empty when it is not there.</summary>
        /// <remarks>Upstream: kubelet/container, fieldPath.</remarks>
        public string PathOf(string container) =>
            pod.Spec.Containers.Any(one => one.Name == container) ? $"spec.containers{{{container}}}"
            : pod.Spec.InitContainers.Any(one => one.Name == container) ? $"spec.initContainers{{{container}}}"
            : pod.Spec.EphemeralContainers.Any(one => one.Name == container) ? $"spec.ephemeralContainers{{{container}}}"
            : "";

        /// <summary>Init, ordinary and ephemeral containers.</summary>
        public IEnumerable<Container> AllContainers =>
            [.. pod.Spec.InitContainers, .. pod.Spec.Containers, .. pod.Spec.EphemeralContainers.Select(ToContainer)];
    }

    extension(Container container)
    {
        /// <summary>A sidecar: an init container that keeps running.</summary>
        public bool IsSidecar => container.RestartPolicy == ContainerRestartPolicy.Always;

        /// <summary>Whether the container is started again after it ended with that code.</summary>
        /// <remarks>Upstream: api/v1/pod, ContainerShouldRestart: the container's rules, then its policy, then the pod's.</remarks>
        public bool RestartsAfter(PodSpec spec, int exitCode)
        {
            foreach (var rule in container.RestartPolicy is null ? default : container.RestartPolicyRules)
                if (rule.ExitCodes is { } codes && Matches(codes, exitCode)) return true;
            return container.RestartPolicy switch
            {
                ContainerRestartPolicy.Always => true,
                ContainerRestartPolicy.OnFailure => exitCode != 0,
                ContainerRestartPolicy.Never => false,
                _ => spec.RestartPolicy switch
                {
                    RestartPolicy.Always => true,
                    RestartPolicy.OnFailure => exitCode != 0,
                    _ => false,
                },
            };
        }
    }

    /// <summary>An ephemeral container with the fields it shares with the others.</summary>
    public static Container ToContainer(this EphemeralContainer ephemeral) => new()
    {
        Name = ephemeral.Name,
        Image = ephemeral.Image,
        Command = ephemeral.Command,
        Args = ephemeral.Args,
        WorkingDir = ephemeral.WorkingDir,
        EnvFrom = ephemeral.EnvFrom,
        Env = ephemeral.Env,
        Resources = ephemeral.Resources,
        VolumeMounts = ephemeral.VolumeMounts,
        TerminationMessagePath = ephemeral.TerminationMessagePath,
        TerminationMessagePolicy = ephemeral.TerminationMessagePolicy,
        ImagePullPolicy = ephemeral.ImagePullPolicy,
        SecurityContext = ephemeral.SecurityContext,
        Stdin = ephemeral.Stdin,
        StdinOnce = ephemeral.StdinOnce,
        Tty = ephemeral.Tty,
    };

    public static bool IsBeingDeleted(this Pod pod) => pod.Metadata.DeletionTimestamp is not null;

    private static bool Matches(ContainerRestartRuleOnExitCodes codes, int exitCode) => codes.Operator switch
    {
        ContainerRestartRuleOnExitCodesOperator.In => codes.Values.Contains(exitCode),
        ContainerRestartRuleOnExitCodesOperator.NotIn => !codes.Values.Contains(exitCode),
        _ => false,
    };
}
