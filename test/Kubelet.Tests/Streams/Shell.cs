using System.Diagnostics;

namespace Kybernet.Kubelet.Tests.Streams;

/// <summary>Runs commands.</summary>
internal static class Shell
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static bool IsOnPath(string tool) =>
        (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool)));

    /// <summary>Both outputs and, when it is not 0, the exit code in a last line.</summary>
    public static async Task<string> RunAsync(string command, string directory, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("/bin/bash", ["-c", $"exec 2>&1 </dev/null\n{command}"])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
        };
        start.Environment["KUBECONFIG"] = Path.Combine(directory, "kubeconfig");
        start.Environment["HOME"] = directory;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        using var process = Process.Start(start)!;
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 ? output : $"{output}[{process.ExitCode}]\n";
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return $"did not end in {Patience.TotalSeconds} s";
        }
    }
}
