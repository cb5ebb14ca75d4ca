using System.Threading.Channels;
using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.PodWorkers;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet.StaticPods;

/// <summary>Runs the pods of a directory's manifests: reads it when the system tells of a change, and every 20 seconds all the same.</summary>
/// <remarks>Upstream: kubelet/config, file and file_linux. Files whose names begin with a dot, and directories, are not read.</remarks>
internal sealed class StaticPodDirectory(string directory, string node, PodWorkerPool workers, TimeProvider time, ILogger log)
{
    // Upstream: fileCheckFrequency, maxConfigLength.
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(20);
    private const long MaxBytes = 10 << 20;

    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TaskCompletionSource _isRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Dictionary<string, Pod> _pods = new(StringComparer.Ordinal);

    /// <summary>Completes when the directory was read once.</summary>
    public Task FirstRead => directory.Length == 0 ? Task.CompletedTask : _isRead.Task;

    public async Task RunAsync(CancellationToken cancel)
    {
        if (directory.Length == 0) return;
        using var watcher = Watch();
        while (true)
        {
            await ReadAsync(cancel);
            _isRead.TrySetResult();
            using var limit = new CancellationTokenSource(s_period, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
            try
            {
                await _changed.Reader.ReadAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                // Nobody told of a change; one may have been missed.
            }
        }
    }

    /// <summary>Null where the directory is not there yet, or the system has no more watches.</summary>
    private FileSystemWatcher? Watch()
    {
        try
        {
            var watcher = new FileSystemWatcher(directory);
            watcher.Changed += Tell;
            watcher.Created += Tell;
            watcher.Deleted += Tell;
            watcher.Renamed += Tell;
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            return null;
        }
    }

    private void Tell(object sender, FileSystemEventArgs change) => _changed.Writer.TryWrite(true);

    private async Task ReadAsync(CancellationToken cancel)
    {
        var found = new Dictionary<string, Pod>(StringComparer.Ordinal);
        foreach (var file in Files())
            if (await ReadAsync(file, cancel) is { } pod) found[pod.Metadata.Uid] = pod;
        foreach (var (uid, gone) in _pods.Where(known => !found.ContainsKey(known.Key)))
            workers.RemoveStatic(gone);
        foreach (var (uid, added) in found.Where(one => !_pods.ContainsKey(one.Key)))
            workers.AddStatic(added);
        _pods = found;
    }

    private IEnumerable<string> Files()
    {
        if (!Directory.Exists(directory)) return [];
        return Directory.EnumerateFiles(directory).Where(static file => !Path.GetFileName(file).StartsWith('.')).Order(StringComparer.Ordinal);
    }

    private async Task<Pod?> ReadAsync(string file, CancellationToken cancel)
    {
        try
        {
            if (new FileInfo(file).Length > MaxBytes) throw new IOException($"is longer than {MaxBytes} bytes");
            var pod = StaticPodManifest.Read(await File.ReadAllBytesAsync(file, cancel), file, node, out var problem);
            if (pod is null) KubeletLog.StaticPodBad(log, file, problem);
            return pod;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone between listing and reading, or not ours to read.
            KubeletLog.StaticPodBad(log, file, e.Message);
            return null;
        }
    }
}
