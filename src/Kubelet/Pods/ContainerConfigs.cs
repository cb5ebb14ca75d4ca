using System.Globalization;
using System.Text;
using Google.Protobuf;
using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Cgroups;
using Kybernet.Kubelet.Environment;
using Kybernet.Machinery.Json;
using CriV1 = Kybernet.Kubelet.Cri.V1;

namespace Kybernet.Kubelet.Pods;

/// <summary>What the runtime is told of a container. Pure, but for the files that <see cref="ContainerMounts"/> makes.</summary>
/// <remarks>Upstream: kuberuntime, generateContainerConfig.</remarks>
internal static class ContainerConfigs
{
    /// <exception cref="ConfigException">The pod says something that cannot be.</exception>
    public static CriV1.ContainerConfig For(ContainerParts parts)
    {
        var (pod, container) = (parts.Pod, parts.Container);
        string? ValueOf(string name) => parts.Variables.GetValueOrDefault(name);
        var config = new CriV1.ContainerConfig
        {
            Metadata = new() { Name = container.Name, Attempt = (uint)parts.RestartCount },
            Image = new() { Image = parts.ImageRef, UserSpecifiedImage = container.Image },
            Command = { container.Command.Select(word => Expansion.Expand(word, ValueOf)) },
            Args = { container.Args.Select(word => Expansion.Expand(word, ValueOf)) },
            WorkingDir = container.WorkingDir,
            Mounts = { parts.Mounts },
            LogPath = $"{container.Name}/{parts.RestartCount}.log",
            Stdin = container.Stdin,
            StdinOnce = container.StdinOnce,
            Tty = container.Tty,
            Linux = new()
            {
                Resources = Resources(pod, container, parts.Node),
                SecurityContext = SecurityContexts.Container(pod, container, parts.Image),
            },
        };
        foreach (var (name, value) in parts.Variables) config.Envs.Add(new CriV1.KeyValue { Key = name, Value = ByteString.CopyFromUtf8(value) });
        AddLabels(config, parts);
        return config;
    }

    /// <summary>What the container's cgroup gets.</summary>
    public static CriV1.LinuxContainerResources Resources(Pod pod, Container container, NodeFacts node)
    {
        var (requests, limits) = (container.Resources.Requests, container.Resources.Limits);
        var limit = limits.GetValueOrDefault(ResourceName.Cpu).MilliValue();
        var request = requests.TryGetValue(ResourceName.Cpu, out var asked) ? asked.MilliValue() : limit;
        return new()
        {
            CpuPeriod = CpuAmounts.Period,
            CpuQuota = CpuAmounts.Quota(limit),
            CpuShares = CpuAmounts.Shares(request),
            MemoryLimitInBytes = limits.GetValueOrDefault(ResourceName.Memory).Value(),
            OomScoreAdj = OomScores.Of(pod, container, node.MemoryBytes),
        };
    }

    private static void AddLabels(CriV1.ContainerConfig config, ContainerParts parts)
    {
        var (pod, container) = (parts.Pod, parts.Container);
        config.Labels[PodLabels.PodName] = pod.Metadata.Name;
        config.Labels[PodLabels.PodNamespace] = pod.Metadata.Namespace;
        config.Labels[PodLabels.PodUid] = pod.RuntimeUid;
        config.Labels[PodLabels.ContainerName] = container.Name;
        config.Annotations[PodLabels.Hash] = ContainerHash.Of(container);
        config.Annotations[PodLabels.RestartCount] = parts.RestartCount.ToString(CultureInfo.InvariantCulture);
        config.Annotations[PodLabels.Resources] = Json(writer => container.Resources.WriteJson(writer));
        config.Annotations[PodLabels.TerminationMessagePath] = container.TerminationMessagePath;
        config.Annotations[PodLabels.TerminationMessagePolicy] = container.TerminationMessagePolicy;
        if (pod.Metadata.DeletionGracePeriodSeconds is { } deletion)
            config.Annotations[PodLabels.DeletionGracePeriod] = deletion.ToString(CultureInfo.InvariantCulture);
        if (pod.Spec.TerminationGracePeriodSeconds is { } grace)
            config.Annotations[PodLabels.TerminationGracePeriod] = grace.ToString(CultureInfo.InvariantCulture);
        if (container.Lifecycle?.PreStop is { } preStop) config.Annotations[PodLabels.PreStopHandler] = Json(writer => preStop.WriteJson(writer));
        if (container.Ports.IsEmpty) return;
        config.Annotations[PodLabels.Ports] = "[" + string.Join(',', container.Ports.Select(port => Json(writer => port.WriteJson(writer)))) + "]";
    }

    private static string Json(Action<JsonWriter> write)
    {
        using var writer = new JsonWriter();
        write(writer);
        return Encoding.UTF8.GetString(writer.Written);
    }
}
