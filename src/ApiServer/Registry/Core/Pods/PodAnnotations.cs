namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>The annotations of pods that have a meaning to the API server. Upstream: <c>annotation_key_constants.go</c>.</summary>
internal static class PodAnnotations
{
    /// <summary>The pod mirrors a static pod of a node.</summary>
    public const string Mirror = "kubernetes.io/config.mirror";

    public const string Tolerations = "scheduler.alpha.kubernetes.io/tolerations";

    public const string DeletionCost = "controller.kubernetes.io/pod-deletion-cost";

    public const string PodSeccomp = "seccomp.security.alpha.kubernetes.io/pod";

    public const string ContainerSeccompPrefix = "container.seccomp.security.alpha.kubernetes.io/";

    public const string AppArmorPrefix = "container.apparmor.security.beta.kubernetes.io/";

    /// <summary>The value of a seccomp or AppArmor annotation for the runtime's own profile.</summary>
    public const string RuntimeDefault = "runtime/default";

    /// <summary>An older name of <see cref="RuntimeDefault"/> in seccomp annotations.</summary>
    public const string DockerDefault = "docker/default";

    public const string Unconfined = "unconfined";

    /// <summary>Before the name of a profile on the node.</summary>
    public const string LocalhostPrefix = "localhost/";

    /// <summary>Annotations of init containers from before they were fields; dropped wherever they are found.</summary>
    public static ReadOnlySpan<string> LegacyInitContainers => new[]
    {
        "pod.beta.kubernetes.io/init-containers", "pod.alpha.kubernetes.io/init-containers",
        "pod.beta.kubernetes.io/init-container-statuses", "pod.alpha.kubernetes.io/init-container-statuses",
    };
}
