using System.Net;
using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Containerd;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.Kubelet;

/// <summary>How a node is. Defaults are upstream's.</summary>
public sealed record KubeletOptions
{
    /// <summary>The node's name, a DNS subdomain.</summary>
    public required string NodeName { get; init; }

    /// <summary>Volumes and other state of pods. Nothing here is needed to start again but the volumes themselves.</summary>
    public string RootDirectory { get; init; } = "/var/lib/kubelet";

    public string PodLogsDirectory { get; init; } = "/var/log/pods";

    /// <summary>The containerd to start and to look after; null to use the runtime at <see cref="RuntimeEndpoint"/>.</summary>
    public ContainerdOptions? Containerd { get; init; }

    /// <summary>The unix socket of a container runtime that somebody else looks after.</summary>
    public string RuntimeEndpoint { get; init; } = "/run/containerd/containerd.sock";

    /// <summary>OCI and docker image archives in here are imported when the kubelet starts; empty for none.</summary>
    public string ImageDirectory { get; init; } = "";

    /// <summary>Manifests in here run as static pods; empty for none.</summary>
    public string StaticPodDirectory { get; init; } = "";

    /// <summary>The address the node tells; null for the first one that leads out of the machine.</summary>
    public IPAddress? NodeIP { get; init; }

    /// <summary>Where the kubelet serves; the node's status tells it. Zero for nowhere.</summary>
    public int Port { get; init; } = 10250;

    public IReadOnlyList<string> ClusterDns { get; init; } = [];

    public string ClusterDomain { get; init; } = "cluster.local";

    /// <summary>What pods with the node's DNS inherit.</summary>
    public string ResolverConfig { get; init; } = "/etc/resolv.conf";

    /// <summary>The cgroup in which the cgroup of all pods is made.</summary>
    public string CgroupRoot { get; init; } = "/";

    /// <summary>Make cgroups of quality classes and pods. Without, containers have cgroups of their own only.</summary>
    public bool CgroupsPerQos { get; init; } = true;

    public int MaxPods { get; init; } = 110;

    public MapOf<string> NodeLabels { get; init; }

    public ListOf<Taint> RegisterWithTaints { get; init; }

    /// <summary>Resources kept from pods, by name.</summary>
    public MapOf<Quantity> Reserved { get; init; }

    public string ProviderID { get; init; } = "";

    /// <summary>How often the node's status is computed; it is written when it changed.</summary>
    public TimeSpan NodeStatusUpdateFrequency { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the node's status is written although nothing changed.</summary>
    public TimeSpan NodeStatusReportFrequency { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan NodeLeaseDuration { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>How often a pod is looked at although nothing happened: mounted configuration follows by that.</summary>
    public TimeSpan SyncFrequency { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often all containers are listed to find what changed.</summary>
    public TimeSpan RelistPeriod { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Images are pulled one after the other.</summary>
    public bool SerializeImagePulls { get; init; } = true;

    /// <summary>The disk usage, in per cent, above which unused images are removed.</summary>
    public int ImageGcHighThresholdPercent { get; init; } = 85;

    /// <summary>Unused images are removed until the disk usage is this, in per cent.</summary>
    public int ImageGcLowThresholdPercent { get; init; } = 80;

    /// <summary>The version the node tells.</summary>
    public string Version { get; init; } = "v1.36.0";

    /// <summary>Where randomness starts.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>What is wrong with the options; null when nothing is.</summary>
    public string? Validate()
    {
        if (NodeName.Length == 0) return "the node has no name";
        if (!Path.IsPathRooted(RootDirectory)) return $"the root directory must be an absolute path, not '{RootDirectory}'";
        if (!Path.IsPathRooted(PodLogsDirectory)) return $"the directory of pods' logs must be an absolute path, not '{PodLogsDirectory}'";
        if (MaxPods < 1) return $"the node must take at least one pod, not {MaxPods}";
        if (ImageGcLowThresholdPercent > ImageGcHighThresholdPercent) return "the low threshold of image collection is above the high one";
        return Containerd?.Validate();
    }
}
