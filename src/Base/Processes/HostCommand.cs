using System.ComponentModel;
using System.Diagnostics;

namespace Kybernet.Base.Processes;

/// <summary>How a program ended. Exit code 127 when it is not there.</summary>
public readonly record struct CommandResult(int ExitCode, string Output, string Error)
{
    public bool IsOk => ExitCode == 0;
}

/// <summary>Runs programs of the host: <c>nft</c>, <c>ip</c>, <c>conntrack</c>.</summary>
/// <param name="prefix">What comes before each program: empty, or <c>nsenter --net=PATH</c> to work in another network namespace.</param>
public sealed class HostCommand(params string[] prefix)
{
    private const int NotFound = 127;

    /// <summary>In the network namespace of this process.</summary>
    public static readonly HostCommand Here = new();

    /// <summary>In the network namespace at a path such as <c>/run/netns/a</c>. An empty path is the namespace of this process.</summary>
    public static HostCommand In(string networkNamespace) =>
        networkNamespace.Length == 0 ? Here : new("nsenter", $"--net={networkNamespace}", "--");

    /// <summary>Runs the program to its end and gives what it wrote. Cancelling kills it.</summary>
    public async Task<CommandResult> RunAsync(string program, IReadOnlyList<string> arguments, string input, CancellationToken cancel)
    {
        string[] line = [.. prefix, program, .. arguments];
        var start = new ProcessStartInfo(line[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in line.AsSpan(1)) start.ArgumentList.Add(argument);
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return new(NotFound, "", $"{line[0]}: {e.Message}");
        }

        await using var kill = cancel.Register(() => Kill(process));
        // All three at once: a program may write before it has read everything.
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var error = process.StandardError.ReadToEndAsync(cancel);
        await FeedAsync(process, input, cancel);
        await process.WaitForExitAsync(cancel);
        return new(process.ExitCode, await output, await error);
    }

    private static async Task FeedAsync(Process process, string input, CancellationToken cancel)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancel);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading: its exit code tells why.
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
