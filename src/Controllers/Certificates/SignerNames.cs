namespace Kybernet.Controllers.Certificates;

/// <summary>The signers every cluster has. Upstream: certificates/v1.</summary>
internal static class SignerNames
{
    public const string KubeApiServerClient = "kubernetes.io/kube-apiserver-client";
    public const string KubeletClient = "kubernetes.io/kube-apiserver-client-kubelet";
    public const string KubeletServing = "kubernetes.io/kubelet-serving";
    public const string LegacyUnknown = "kubernetes.io/legacy-unknown";
}
