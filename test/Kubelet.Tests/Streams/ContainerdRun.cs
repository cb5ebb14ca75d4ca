using System.Diagnostics;
using Kybernet.Kubelet.Cri;

namespace Kybernet.Kubelet.Tests.Streams;

/// <summary>A containerd of one test class, with directories and socket of its own.</summary>
internal sealed class ContainerdRun : IAsyncDisposable
{
    private static readonly string[] s_tools = ["containerd", "ctr", "runc", "kubectl", "curl", "script"];

    private readonly Process _process;

    private ContainerdRun(Process process, string directory)
    {
        _process = process;
        Directory = directory;
    }

    public string Directory { get; }

    public string Socket => SocketIn(Directory);

    /// <summary>Why containerd cannot be run here; null when it can.</summary>
    public static string? Lack()
    {
        if (System.Environment.UserName != "root") return "containerd needs root";
        var missing = s_tools.FirstOrDefault(static tool => !Shell.IsOnPath(tool));
        if (missing is not null) return $"{missing} is not on the PATH";
        return File.Exists(BusyboxImage.HostBusybox) ? null : "there is no static busybox";
    }

    public static async Task<ContainerdRun> StartAsync(CancellationToken cancel)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("kyb-containerd").FullName;
        var config = Path.Combine(directory, "config.toml");
        await File.WriteAllTextAsync(config, Config(directory), cancel);
        var image = Path.Combine(directory, "busybox.tar");
        BusyboxImage.Write(image);
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"exec containerd --config {config} >{directory}/log 2>&1"]);
        var run = new ContainerdRun(Process.Start(start)!, directory);
        using var connection = new CriConnection(run.Socket, TimeProvider.System);
        for (var isUp = false; !isUp;)
        {
            try
            {
                await new CriClient(connection).VersionAsync(cancel);
                isUp = true;
            }
            catch (CriException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancel);
            }
        }

        await Shell.RunAsync($"ctr --address {run.Socket} --namespace k8s.io images import --snapshotter native {image}", directory, cancel);
        return run;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private static string SocketIn(string directory) => Path.Combine(directory, "run.sock");

    private static string Config(string directory) => $"""
        version = 2
        root = "{directory}/root"
        state = "{directory}/state"
        [grpc]
          address = "{SocketIn(directory)}"
        [plugins."io.containerd.internal.v1.opt"]
          path = "{directory}/opt"
        [plugins."io.containerd.grpc.v1.cri"]
          sandbox_image = "{BusyboxImage.Name}"
          restrict_oom_score_adj = true
          stream_server_address = "127.0.0.1"
          stream_server_port = "0"
        [plugins."io.containerd.grpc.v1.cri".containerd]
          snapshotter = "native"
          default_runtime_name = "runc"
        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
          runtime_type = "io.containerd.runc.v2"
        """;
}
