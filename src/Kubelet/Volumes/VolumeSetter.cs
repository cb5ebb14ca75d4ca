using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Native;
using Kybernet.Kubelet.Pods;

namespace Kybernet.Kubelet.Volumes;

/// <summary>Sets up the volumes of pods on this node and takes them away.</summary>
/// <remarks>Upstream: kubelet/volumemanager and pkg/volume, for volumes that need no other machine.</remarks>
internal sealed class VolumeSetter(NodePaths paths, TimeProvider time)
{
    private const int AllMayWrite = 0x1FF; // 0777

    /// <summary>Every volume of the pod as it should be now. May be repeated; then it brings changes.</summary>
    /// <exception cref="VolumeException">One cannot be set up; the message names it.</exception>
    public async Task<IReadOnlyDictionary<string, MountedVolume>> SetUpAsync(Pod pod, string uid, VolumeContents contents, CancellationToken cancel)
    {
        using var span = KubeletTrace.Step("MountVolumes");
        var mounted = new Dictionary<string, MountedVolume>(StringComparer.Ordinal);
        foreach (var volume in pod.Spec.Volumes.ToArray())
        {
            try
            {
                mounted[volume.Name] = await SetUpAsync(pod, uid, volume, contents, cancel);
            }
            catch (Exception e) when (e is VolumeException or IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
            {
                throw new VolumeException($"MountVolume.SetUp failed for volume \"{volume.Name}\" : {e.Message}");
            }
        }

        return mounted;
    }

    /// <summary>Unmounts and removes all volumes of a pod. May be repeated.</summary>
    public void TearDown(string uid)
    {
        foreach (var directory in (string[])[paths.SubPaths(uid), paths.Volumes(uid)])
        {
            if (!Directory.Exists(directory)) continue;
            foreach (var mount in MountTable.Below(directory).OrderByDescending(static path => path.Length)) Linux.Unmount(mount);
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>Removes all files of a pod whose volumes are torn down.</summary>
    public void Remove(string uid)
    {
        if (Directory.Exists(paths.Pod(uid)) && !MountTable.Below(paths.Pod(uid)).Any()) Directory.Delete(paths.Pod(uid), recursive: true);
    }

    private async Task<MountedVolume> SetUpAsync(Pod pod, string uid, Volume volume, VolumeContents contents, CancellationToken cancel)
    {
        if (volume.HostPath is { } host)
        {
            HostPaths.Check(host.Path, host.Type ?? "");
            return new(volume.Name, host.Path, IsReadOnly: false);
        }

        if (volume.EmptyDir is { } empty) return new(volume.Name, EmptyDir(pod, uid, volume.Name, empty), IsReadOnly: false);
        var plugin = volume switch
        {
            { ConfigMap: not null } => "configmap",
            { Secret: not null } => "secret",
            { Projected: not null } => "projected",
            _ => "downward-api",
        };
        var files = await contents.OfAsync(volume, cancel)
            ?? throw new VolumeException("no volume plugin matched: this kind of volume is not supported on this node");
        var directory = paths.Volume(uid, plugin, volume.Name);
        Directory.CreateDirectory(directory);
        // Secrets never reach a disk.
        if (plugin is "secret" or "projected" && !MountTable.IsMount(directory)) Linux.MountTmpfs(directory, 0);
        Linux.ChangeMode(directory, AllMayWrite);
        var group = pod.Spec.SecurityContext?.FsGroup;
        AtomicWriter.Write(directory, WithGroup(files, group), group, time);
        return new(volume.Name, directory, IsReadOnly: true);
    }

    /// <summary>What the owner may read the group may read too.</summary>
    private static IReadOnlyDictionary<string, VolumeFile> WithGroup(IReadOnlyDictionary<string, VolumeFile> files, long? group) => group is null
        ? files
        : files.ToDictionary(file => file.Key, file => file.Value with { Mode = file.Value.Mode | ((file.Value.Mode >> 3) & 0x20) }, StringComparer.Ordinal);

    private string EmptyDir(Pod pod, string uid, string name, EmptyDirVolumeSource source)
    {
        var directory = paths.Volume(uid, "empty-dir", name);
        var isNew = !Directory.Exists(directory);
        Directory.CreateDirectory(directory);
        if (source.Medium == StorageMedium.Memory && !MountTable.IsMount(directory)) Linux.MountTmpfs(directory, source.SizeLimit?.Value() ?? 0);
        if (!isNew) return directory;
        Linux.ChangeMode(directory, AllMayWrite);
        if (pod.Spec.SecurityContext?.FsGroup is not { } group) return directory;
        Linux.ChangeOwner(directory, null, group);
        // The set-group-id bit: what is made in it belongs to the group.
        Linux.ChangeMode(directory, AllMayWrite | 0x400);
        return directory;
    }
}
