namespace Kybernet.Kubelet.Pods;

/// <summary>Labels and annotations of sandboxes and containers: all that is needed to find again, after a restart, what belongs to whom.</summary>
/// <remarks>Names are upstream's: other programs on the node read them.</remarks>
internal static class PodLabels
{
    public const string PodName = "io.kubernetes.pod.name";
    public const string PodNamespace = "io.kubernetes.pod.namespace";
    public const string PodUid = "io.kubernetes.pod.uid";
    public const string ContainerName = "io.kubernetes.container.name";
    public const string Hash = "io.kubernetes.container.hash";
    public const string RestartCount = "io.kubernetes.container.restartCount";
    public const string TerminationMessagePath = "io.kubernetes.container.terminationMessagePath";
    public const string TerminationMessagePolicy = "io.kubernetes.container.terminationMessagePolicy";
    public const string PreStopHandler = "io.kubernetes.container.preStopHandler";
    public const string Ports = "io.kubernetes.container.ports";
    public const string Resources = "io.kybernet.container.resources";
    public const string DeletionGracePeriod = "io.kubernetes.pod.deletionGracePeriod";
    public const string TerminationGracePeriod = "io.kubernetes.pod.terminationGracePeriod";
}
