using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Cgroups;
using Kybernet.Kubelet.Networking;
using CriV1 = Kybernet.Kubelet.Cri.V1;

namespace Kybernet.Kubelet.Pods;

/// <summary>What the runtime is told of a pod's sandbox.</summary>
/// <remarks>Upstream: kuberuntime, generatePodSandboxConfig.</remarks>
internal sealed class SandboxConfigs(KubeletOptions options, NodePaths paths, CgroupTree cgroups)
{
    public CriV1.PodSandboxConfig For(Pod pod, uint attempt)
    {
        var uid = pod.RuntimeUid;
        var config = new CriV1.PodSandboxConfig
        {
            Metadata = new() { Name = pod.Metadata.Name, Namespace = pod.Metadata.Namespace, Uid = uid, Attempt = attempt },
            Hostname = pod.Spec.HostNetwork ? "" : PodNames.Kernel(pod, options.ClusterDomain),
            LogDirectory = paths.Logs(pod, uid),
            DnsConfig = PodDns.For(pod, ResolverFile.Read(options.ResolverConfig), options.ClusterDns, options.ClusterDomain),
            Linux = new()
            {
                CgroupParent = options.CgroupsPerQos ? cgroups.ParentOf(pod, uid) : "",
                SecurityContext = SecurityContexts.Sandbox(pod),
            },
        };
        foreach (var (key, value) in pod.Metadata.Labels) config.Labels[key] = value;
        config.Labels[PodLabels.PodName] = pod.Metadata.Name;
        config.Labels[PodLabels.PodNamespace] = pod.Metadata.Namespace;
        config.Labels[PodLabels.PodUid] = uid;
        foreach (var (key, value) in pod.Metadata.Annotations) config.Annotations[key] = value;
        foreach (var sysctl in pod.Spec.SecurityContext?.Sysctls ?? default) config.Linux.Sysctls[sysctl.Name.Replace('/', '.')] = sysctl.Value;
        foreach (var container in pod.Spec.Containers.Concat(pod.Spec.InitContainers.Where(static c => c.IsSidecar))) AddPorts(config, container);
        return config;
    }

    private static void AddPorts(CriV1.PodSandboxConfig config, Container container)
    {
        foreach (var port in container.Ports)
        {
            config.PortMappings.Add(new CriV1.PortMapping
            {
                ContainerPort = port.ContainerPortValue,
                HostPort = port.HostPort,
                HostIp = port.HostIP,
                Protocol = port.Protocol switch { "UDP" => CriV1.Protocol.Udp, "SCTP" => CriV1.Protocol.Sctp, _ => CriV1.Protocol.Tcp },
            });
        }
    }
}
