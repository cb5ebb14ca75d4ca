using System.Globalization;
using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Environment;
using Kybernet.Kubelet.Native;
using Kybernet.Kubelet.Networking;
using Kybernet.Kubelet.Volumes;
using CriV1 = Kybernet.Kubelet.Cri.V1;

namespace Kybernet.Kubelet.Pods;

/// <summary>What is mounted into a container: its volumes, its hosts file, the file for its last words.</summary>
/// <remarks>Upstream: kubelet_pods, makeMounts; kuberuntime, makeMounts; volume/util/subpath.</remarks>
internal sealed class ContainerMounts(KubeletOptions options, NodePaths paths)
{
    private const string HostsPath = "/etc/hosts";

    /// <exception cref="ConfigException">A volume is missing, or a sub-path leads out of it.</exception>
    public IReadOnlyList<CriV1.Mount> Make(PodRun run, Container container, IReadOnlyDictionary<string, string> variables, int restartCount)
    {
        var mounts = new List<CriV1.Mount>();
        foreach (var mount in container.VolumeMounts) mounts.Add(Make(run, container, mount, variables));
        if (!mounts.Any(mount => mount.ContainerPath.TrimEnd('/') == HostsPath)) mounts.Add(new() { ContainerPath = HostsPath, HostPath = WriteHosts(run) });
        if (container.TerminationMessagePath.Length == 0) return mounts;
        var file = paths.TerminationLog(run.Uid, container.Name, restartCount.ToString("x8", CultureInfo.InvariantCulture));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, []);
        // Whoever the container runs as writes it.
        Linux.ChangeMode(file, 0x1B6);
        mounts.Add(new() { ContainerPath = container.TerminationMessagePath, HostPath = file });
        return mounts;
    }

    private CriV1.Mount Make(PodRun run, Container container, VolumeMount mount, IReadOnlyDictionary<string, string> variables)
    {
        if (!run.Volumes.TryGetValue(mount.Name, out var volume))
            throw new ConfigException($"cannot find volume \"{mount.Name}\" to mount into container \"{container.Name}\"");
        var host = volume.HostPath;
        var subPath = mount.SubPath;
        if (mount.SubPathExpr.Length > 0)
        {
            string? missing = null;
            subPath = Expansion.Expand(mount.SubPathExpr, name => variables.GetValueOrDefault(name) ?? Miss(name, ref missing));
            if (missing is not null) throw new ConfigException($"missing value for \"{missing}\"");
        }

        if (subPath.Length > 0) host = SubPath(run, container, mount, volume, subPath);
        var isDirectory = mount.MountPath.Length > 0 && mount.MountPath[0] != '/';
        return new()
        {
            ContainerPath = isDirectory ? "/" + mount.MountPath : mount.MountPath,
            HostPath = host,
            Readonly = mount.ReadOnly || volume.IsReadOnly,
            Propagation = mount.MountPropagation switch
            {
                MountPropagationMode.HostToContainer => CriV1.MountPropagation.PropagationHostToContainer,
                MountPropagationMode.Bidirectional => CriV1.MountPropagation.PropagationBidirectional,
                _ => CriV1.MountPropagation.PropagationPrivate,
            },
        };
    }

    private static string? Miss(string name, ref string? missing)
    {
        missing ??= name;
        return null;
    }

    /// <summary>
    /// A part of a volume, bound to a place of its own: so that what the container finds there does not change when links in the volume do.
    /// </summary>
    private string SubPath(PodRun run, Container container, VolumeMount mount, MountedVolume volume, string subPath)
    {
        if (Path.IsPathRooted(subPath)) throw new ConfigException($"error SubPath `{subPath}` must not be an absolute path");
        if (subPath.Split('/').Contains("..")) throw new ConfigException($"unable to provision SubPath `{subPath}`: must not contain '..'");
        var source = Path.Combine(volume.HostPath, subPath);
        if (!Path.Exists(source))
        {
            if (volume.IsReadOnly)
                throw new ConfigException($"failed to create subPath directory for volumeMount \"{mount.Name}\" of container \"{container.Name}\"");
            Directory.CreateDirectory(source);
            Linux.ChangeMode(source, Linux.ModeOf(volume.HostPath));
        }

        var real = RealPath(source);
        if (real != RealPath(volume.HostPath) && !real.StartsWith(RealPath(volume.HostPath).TrimEnd('/') + "/", StringComparison.Ordinal))
            throw new ConfigException($"failed to prepare subPath for volumeMount \"{mount.Name}\" of container \"{container.Name}\"");
        var index = container.VolumeMounts.IndexOf(mount).ToString(CultureInfo.InvariantCulture);
        var target = Path.Combine(paths.SubPaths(run.Uid), mount.Name, container.Name, index);
        if (MountTable.IsMount(target)) Linux.Unmount(target);
        if (Directory.Exists(real)) Directory.CreateDirectory(target);
        else
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, []);
        }

        Linux.BindMountAt(real, target);
        return target;
    }

    /// <summary>The path without links.</summary>
    private static string RealPath(string path)
    {
        var real = "";
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            real += "/" + part;
            FileSystemInfo entry = Directory.Exists(real) ? new DirectoryInfo(real) : new FileInfo(real);
            if (entry.ResolveLinkTarget(returnFinalTarget: true) is { } target) real = RealPath(target.FullName);
        }

        return real;
    }

    private string WriteHosts(PodRun run)
    {
        var file = paths.Hosts(run.Uid);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var pod = run.Pod;
        File.WriteAllText(file, pod.Spec.HostNetwork
            ? HostsFile.ForHostNetwork(pod, File.Exists(HostsPath) ? File.ReadAllText(HostsPath) : "")
            : HostsFile.For(pod, run.PodIps, PodNames.Hostname(pod), PodNames.Domain(pod, options.ClusterDomain)));
        Linux.ChangeMode(file, 0x1A4);
        return file;
    }
}
