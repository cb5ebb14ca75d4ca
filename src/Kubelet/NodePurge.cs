using Kybernet.Kubelet.Cgroups;
using Kybernet.Kubelet.Containerd;
using Kybernet.Kubelet.Cri;
using Kybernet.Kubelet.Native;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet;

/// <summary>
/// Removes all that a node has on its machine: containers, their network, mounts, cgroups, files. For a cluster that ends with its terminal; a
/// node that is to come back is only stopped.
/// </summary>
public static class NodePurge
{
    private const int Passes = 5;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs when the kubelet is stopped. The node's network has to be there still: containers give their addresses back.</summary>
    /// <param name="options">The node's, with a containerd of its own.</param>
    /// <param name="time">Time.</param>
    /// <param name="loggers">Logs.</param>
    /// <param name="cancel">Gives up; what is left then is found by the next purge.</param>
    public static async Task RunAsync(KubeletOptions options, TimeProvider time, ILoggerFactory loggers, CancellationToken cancel)
    {
        if (options.Containerd is not { } own) throw new ArgumentException("only a node with a containerd of its own can be purged", nameof(options));
        if (Directory.Exists(own.StateDirectory)) await RemovePodsAsync(own, time, loggers, cancel);
        // What containerd knew is gone by now; what it did not know of after a crash is ended here.
        Shims.Kill(own.Socket);
        foreach (var directory in (string[])[own.StateDirectory, own.RootDirectory, options.RootDirectory, options.PodLogsDirectory])
            await RemoveTreeAsync(directory, time, cancel);
        var cgroups = new CgroupTree(options.CgroupRoot);
        foreach (var uid in cgroups.Pods()) cgroups.RemovePod(uid);
        cgroups.RemoveClasses();
    }

    private static async Task RemovePodsAsync(ContainerdOptions own, TimeProvider time, ILoggerFactory loggers, CancellationToken cancel)
    {
        using var connection = new CriConnection(own.Socket, time);
        var runtime = new CriClient(connection);
        await using var containerd = new ContainerdProcess(own, runtime, time, loggers.CreateLogger("Kybernet.Kubelet"));
        await containerd.StartAsync(cancel);
        for (var pass = 0; pass < Passes; pass++)
        {
            var sandboxes = await runtime.ListPodSandboxesAsync(null, cancel);
            if (sandboxes.Count == 0) return;
            await Task.WhenAll(sandboxes.Select(async sandbox =>
            {
                try
                {
                    await runtime.StopPodSandboxAsync(sandbox.Id, cancel);
                    await runtime.RemovePodSandboxAsync(sandbox.Id, cancel);
                }
                catch (CriException)
                {
                    // The next pass tries again; what is left after the last is a directory that cannot be removed, and said there.
                }
            }));
        }
    }

    private static async Task RemoveTreeAsync(string directory, TimeProvider time, CancellationToken cancel)
    {
        for (var pass = 1; Directory.Exists(directory); pass++)
        {
            foreach (var mount in MountsBelow(directory)) Linux.Unmount(mount);
            try
            {
                Directory.Delete(directory, recursive: true);
            }
            catch (IOException) when (pass < Passes)
            {
                // A shim that is ending still writes.
                await Task.Delay(s_pause, time, cancel);
            }
        }
    }

    /// <summary>The innermost first.</summary>
    private static List<string> MountsBelow(string directory) => [.. File.ReadLines("/proc/self/mountinfo")
        .Select(static line => line.Split(' ')[4])
        .Where(mount => mount == directory || mount.StartsWith(directory + "/", StringComparison.Ordinal))
        .OrderByDescending(static mount => mount.Length)];
}
