using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Pods;

/// <summary>Where the files of pods are. Upstream's layout: other programs on the node look there.</summary>
internal sealed class NodePaths(string root, string logs)
{
    public string Pods => Path.Combine(root, "pods");

    public string Pod(string uid) => Path.Combine(Pods, uid);

    public string Volume(string uid, string plugin, string name) => Path.Combine(Pod(uid), "volumes", $"kubernetes.io~{plugin}", name);

    public string Volumes(string uid) => Path.Combine(Pod(uid), "volumes");

    public string SubPaths(string uid) => Path.Combine(Pod(uid), "volume-subpaths");

    public string Hosts(string uid) => Path.Combine(Pod(uid), "etc-hosts");

    /// <summary>The file for a container's last words.</summary>
    public string TerminationLog(string uid, string container, string id) => Path.Combine(Pod(uid), "containers", container, id);

    /// <summary><c>namespace_name_uid</c>.</summary>
    public string Logs(Pod pod, string uid) => Path.Combine(logs, $"{pod.Metadata.Namespace}_{pod.Metadata.Name}_{uid}");

    public string Logs(Pod pod, string uid, string container) => Path.Combine(Logs(pod, uid), container);

    public string AllLogs => logs;
}
