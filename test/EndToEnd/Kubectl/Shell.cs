using System.Diagnostics;

namespace Kybernet.EndToEnd.Tests.Kubectl;

/// <summary>A directory of its own in which commands run against a cluster.</summary>
internal sealed class Shell : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private readonly string _directory = Directory.CreateTempSubdirectory("kubectl").FullName;
    private readonly string _space;

    public Shell(string kubeconfig, string space)
    {
        _space = space;
        Write("kubeconfig", kubeconfig);
    }

    /// <summary>Why kubectl cannot be run here; null when it can.</summary>
    public static string? Lack() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "kubectl")))
            ? null
            : "kubectl is not on the PATH";

    /// <summary>Why there is no kubectl of this project's own release, whose words change from release to release; null when there is.</summary>
    public static string? LackOfRelease()
    {
        if (Lack() is { } lack) return lack;
        using var kubectl = Process.Start(new ProcessStartInfo("kubectl", ["version", "--client"]) { RedirectStandardOutput = true })!;
        var version = kubectl.StandardOutput.ReadToEnd();
        kubectl.WaitForExit();
        return version.Contains("v1.36.", StringComparison.Ordinal) ? null : $"needs kubectl 1.36, here is {version.Split('\n')[0]}";
    }

    public void Write(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text.Replace("$NS", _space, StringComparison.Ordinal));
    }

    /// <summary>Both outputs as one, as on a terminal.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(string command, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"exec 2>&1 </dev/null\n{command}"])
        {
            WorkingDirectory = _directory,
            RedirectStandardOutput = true,
        };
        start.Environment["KUBECONFIG"] = Path.Combine(_directory, "kubeconfig");
        start.Environment["HOME"] = _directory;
        start.Environment["NS"] = _space;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        using var process = Process.Start(start)!;
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, output);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (Script.TimedOut, $"did not end in {Patience.TotalSeconds} s");
        }
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
