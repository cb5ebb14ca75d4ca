using Kybernet.Kubelet.Cgroups;
using Kybernet.Kubelet.Containerd;
using Kybernet.Kubelet.Cri;
using Kybernet.Kubelet.Cri.V1;
using Kybernet.Kubelet.Pods;
using Kybernet.Kubelet.PodWorkers;
using Kybernet.Kubelet.Volumes;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet.Images;

/// <summary>Removes what nothing uses: containers but the newest that ended, old sandboxes, volumes and cgroups of pods that are gone, images when the
/// disk is full.</summary>
/// <remarks>Upstream: kuberuntime_gc; images/image_gc_manager; kubelet_volumes, cleanupOrphanedPodDirs.</remarks>
internal sealed class GarbageCollector(
    KubeletOptions options, IRuntimeService runtime, IImageService images, PodWorkerPool workers, NodePaths paths, VolumeSetter volumes,
    CgroupTree cgroups, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan s_period = TimeSpan.FromMinutes(1);
    private const int ImagesEvery = 5;

    public async Task RunAsync(CancellationToken cancel)
    {
        for (var round = 1; !cancel.IsCancellationRequested; round++)
        {
            await Task.Delay(s_period, time, cancel);
            try
            {
                await CollectContainersAsync(cancel);
                CollectFiles();
                if (round % ImagesEvery == 0) await CollectImagesAsync(cancel);
            }
            catch (Exception e) when (e is CriException or IOException or System.ComponentModel.Win32Exception)
            {
                KubeletLog.CollectionFailed(log, e.Message);
            }
        }
    }

    /// <summary>Of each container the newest that ended stays, for its logs and exit code.</summary>
    public async Task CollectContainersAsync(CancellationToken cancel)
    {
        var all = await runtime.ListContainersAsync(null, cancel);
        var ended = all.Where(static container => container.State is ContainerState.ContainerExited or ContainerState.ContainerCreated);
        foreach (var group in ended.GroupBy(static container => (Label(container.Labels, PodLabels.PodUid), Label(container.Labels, PodLabels.ContainerName))))
        {
            foreach (var old in group.OrderByDescending(static container => container.CreatedAt).Skip(1))
            {
                if (old.State == ContainerState.ContainerCreated) continue;
                await runtime.RemoveContainerAsync(old.Id, cancel);
                KubeletLog.Collected(log, "container", old.Id);
            }
        }

        var used = (await runtime.ListContainersAsync(null, cancel)).Select(static container => container.PodSandboxId).ToHashSet(StringComparer.Ordinal);
        var sandboxes = await runtime.ListPodSandboxesAsync(null, cancel);
        foreach (var group in sandboxes.GroupBy(static sandbox => Label(sandbox.Labels, PodLabels.PodUid)))
        {
            foreach (var old in group.OrderByDescending(static sandbox => sandbox.CreatedAt).Skip(1))
            {
                if (old.State == PodSandboxState.SandboxReady || used.Contains(old.Id)) continue;
                await runtime.RemovePodSandboxAsync(old.Id, cancel);
                KubeletLog.Collected(log, "sandbox", old.Id);
            }
        }
    }

    /// <summary>Files and cgroups of pods nobody works on.</summary>
    public void CollectFiles()
    {
        var known = workers.Uids.ToHashSet(StringComparer.Ordinal);
        if (Directory.Exists(paths.Pods))
        {
            foreach (var uid in Directory.EnumerateDirectories(paths.Pods).Select(Path.GetFileName).OfType<string>().Where(uid => !known.Contains(uid)))
            {
                volumes.TearDown(uid);
                volumes.Remove(uid);
                KubeletLog.Collected(log, "volumes of pod", uid);
            }
        }

        if (!options.CgroupsPerQos) return;
        foreach (var uid in cgroups.Pods().Where(uid => !known.Contains(uid))) cgroups.RemovePod(uid);
    }

    /// <summary>When the disk is fuller than the high threshold: unused images, the largest first, until the low one is reached.</summary>
    public async Task CollectImagesAsync(CancellationToken cancel)
    {
        var disk = new DriveInfo(options.RootDirectory);
        if (Usage(disk) < options.ImageGcHighThresholdPercent) return;
        var used = (await runtime.ListContainersAsync(null, cancel))
            .SelectMany(static container => new[] { container.ImageRef, container.Image.Image, container.ImageId })
            .ToHashSet(StringComparer.Ordinal);
        foreach (var image in (await images.ListImagesAsync(cancel)).OrderByDescending(static image => image.Size))
        {
            if (Usage(disk) < options.ImageGcLowThresholdPercent) return;
            if (image.Pinned || image.RepoTags.Contains(PauseImage.Name) || used.Contains(image.Id)) continue;
            if (image.RepoTags.Concat(image.RepoDigests).Any(used.Contains)) continue;
            await images.RemoveImageAsync(image.Id, cancel);
            KubeletLog.Collected(log, "image", image.Id);
        }
    }

    private static long Usage(DriveInfo disk) => 100 - (disk.AvailableFreeSpace * 100 / disk.TotalSize);

    private static string Label(Google.Protobuf.Collections.MapField<string, string> labels, string key) => labels.TryGetValue(key, out var value) ? value : "";
}
