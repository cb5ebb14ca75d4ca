using System.Globalization;
using System.IO.Compression;
using Kybernet.Kubelet.Cri;
using Kybernet.Kubelet.Cri.V1;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet.Pods;

/// <summary>Keeps the logs of running containers small: a log above 10 MiB is put aside and begun anew, of five files in all; older ones go.</summary>
/// <remarks>Upstream: kubelet/logs, container_log_manager. What is put aside is packed, but for the newest, which readers may have open.</remarks>
internal sealed class LogRotator(IRuntimeService runtime, NodePaths paths, TimeProvider time, ILogger log)
{
    private const long LargestBytes = 10 << 20;
    private const int MostFiles = 5;
    private const string Packed = ".gz";
    private const string Unfinished = ".tmp";
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(10);

    public async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            await Task.Delay(s_period, time, cancel);
            try
            {
                foreach (var container in await runtime.ListContainersAsync(null, cancel))
                    if (container.State == ContainerState.ContainerRunning && PathOf(container) is { } file) await LookAsync(container.Id, file, cancel);
            }
            catch (CriException e)
            {
                KubeletLog.RotationFailed(log, paths.AllLogs, e.Message);
            }
        }
    }

    private async Task LookAsync(string containerId, string file, CancellationToken cancel)
    {
        try
        {
            if (new FileInfo(file) is { Exists: true, Length: >= LargestBytes }) await RotateAsync(containerId, file, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CriException)
        {
            KubeletLog.RotationFailed(log, file, e.Message);
        }
    }

    private async Task RotateAsync(string containerId, string file, CancellationToken cancel)
    {
        var directory = Path.GetDirectoryName(file)!;
        foreach (var left in Directory.EnumerateFiles(directory, "*" + Unfinished)) File.Delete(left);
        var old = Directory.EnumerateFiles(directory, Path.GetFileName(file) + ".*").Order(StringComparer.Ordinal).ToList();
        // One more is put aside now, and the one that is written counts too.
        foreach (var oldest in old.Take(Math.Max(0, old.Count - (MostFiles - 2)))) File.Delete(oldest);
        foreach (var plain in old.Where(name => File.Exists(name) && !name.EndsWith(Packed, StringComparison.Ordinal))) await PackAsync(plain, cancel);
        var aside = $"{file}.{time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";
        File.Move(file, aside);
        try
        {
            await runtime.ReopenContainerLogAsync(containerId, cancel);
        }
        catch (CriException)
        {
            // The runtime writes to the old file still.
            File.Move(aside, file);
            throw;
        }
    }

    private static async Task PackAsync(string file, CancellationToken cancel)
    {
        var unfinished = file + Unfinished;
        await using (var from = File.OpenRead(file))
        await using (var to = new GZipStream(File.Create(unfinished), CompressionLevel.Fastest))
            await from.CopyToAsync(to, cancel);
        File.Move(unfinished, file + Packed);
        File.Delete(file);
    }

    /// <summary>Where the runtime was told to write; null for what is no container of ours.</summary>
    private string? PathOf(Container container) =>
        container.Labels.TryGetValue(PodLabels.PodNamespace, out var space) && container.Labels.TryGetValue(PodLabels.PodName, out var pod)
        && container.Labels.TryGetValue(PodLabels.PodUid, out var uid) && container.Labels.TryGetValue(PodLabels.ContainerName, out var name)
        && container.Annotations.TryGetValue(PodLabels.RestartCount, out var count)
            ? Path.Combine(paths.AllLogs, $"{space}_{pod}_{uid}", name, $"{count}.log")
            : null;
}
