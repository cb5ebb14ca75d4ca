using System.Diagnostics;
using System.Globalization;
using Kybernet.Kubelet.Cri;
using Kybernet.Kubelet.Native;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet.Containerd;

/// <summary>
/// Our containerd: started, started again when it ends, stopped with the kubelet. Containers belong to their shims and live on when it stops; one that
/// still runs from before is taken over.
/// </summary>
internal sealed class ContainerdProcess(ContainerdOptions options, IRuntimeService runtime, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_restartWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_stopTimeout = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopping = new();
    private Task _watching = Task.CompletedTask;
    private Process? _process;

    private string LogFile => Path.Combine(options.StateDirectory, "containerd.log");

    private string PidFile => Path.Combine(options.StateDirectory, "containerd.pid");

    /// <summary>Answers when it returns.</summary>
    /// <exception cref="InvalidOperationException">It does not start, or does not answer in time.</exception>
    public async Task StartAsync(CancellationToken cancel)
    {
        Directory.CreateDirectory(options.RootDirectory);
        Directory.CreateDirectory(options.StateDirectory);
        _process = await TakeOverAsync(cancel) ?? Launch();
        await WaitForAnswerAsync(cancel);
        _watching = WatchAsync(_stopping.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watching;
        if (_process is { HasExited: false } process)
        {
            using var terminate = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            using var limit = new CancellationTokenSource(s_stopTimeout, time);
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
            }
        }

        _process?.Dispose();
        _stopping.Dispose();
    }

    private async Task<Process?> TakeOverAsync(CancellationToken cancel)
    {
        if (!File.Exists(PidFile) || !int.TryParse(await File.ReadAllTextAsync(PidFile, cancel), CultureInfo.InvariantCulture, out var pid)) return null;
        try
        {
            var process = Process.GetProcessById(pid);
            if (process.ProcessName != Path.GetFileName(options.Binary)) return null;
            await runtime.VersionAsync(cancel);
            KubeletLog.ContainerdTakenOver(log, pid);
            return process;
        }
        catch (Exception e) when (e is ArgumentException or CriException)
        {
            return null;
        }
    }

    private Process Launch()
    {
        var config = Path.Combine(options.StateDirectory, "config.toml");
        File.WriteAllText(config, ContainerdConfig.Write(options, Capabilities.HasSysResource()));
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        // Its own session, so that no terminal's signals reach it; its log in a file, so that nobody has to read a pipe.
        const string Script = "exec setsid \"$0\" --config \"$1\" >>\"$2\" 2>&1";
        foreach (var argument in (string[])["-c", Script, options.Binary, config, LogFile]) start.ArgumentList.Add(argument);
        var process = Process.Start(start) ?? throw new InvalidOperationException($"cannot start {options.Binary}");
        File.WriteAllText(PidFile, process.Id.ToString(CultureInfo.InvariantCulture));
        return process;
    }

    private async Task WaitForAnswerAsync(CancellationToken cancel)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                await runtime.VersionAsync(cancel);
                return;
            }
            catch (CriException e)
            {
                if (_process is { HasExited: true }) throw new InvalidOperationException($"containerd ended at once; see {LogFile}", e);
                if (time.GetElapsedTime(start) > options.StartTimeout) throw new InvalidOperationException($"containerd does not answer: {e.Message}", e);
            }

            await Task.Delay(s_interval, time, cancel);
        }
    }

    /// <summary>Starts it again when it ends.</summary>
    private async Task WatchAsync(CancellationToken cancel)
    {
        var wait = s_restartWait;
        var started = time.GetTimestamp();
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await _process!.WaitForExitAsync(cancel);
                // At once when it ran for a while; ever later when it does not stay.
                wait = time.GetElapsedTime(started) > s_longestWait ? s_restartWait : wait * 2 < s_longestWait ? wait * 2 : s_longestWait;
                KubeletLog.ContainerdEnded(log, wait);
                await Task.Delay(wait, time, cancel);
                _process.Dispose();
                _process = Launch();
                started = time.GetTimestamp();
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
