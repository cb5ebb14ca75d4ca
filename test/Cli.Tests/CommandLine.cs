using Kybernet.Cli.Commands.Version;

namespace Kybernet.Cli.Tests;

/// <summary>Runs a command line in this process and keeps what it printed.</summary>
public sealed record CommandLine(int ExitCode, string Output, string Error)
{
    /// <summary>A build with every fact known, so that output can be compared byte for byte.</summary>
    public static VersionInfo Version { get; } = new()
    {
        ProductVersion = "0.9.1",
        KubernetesVersion = "1.36",
        GitCommit = "0123456789abcdef0123456789abcdef01234567",
        GitTreeState = "clean",
        BuildDate = "2026-05-04T03:02:01Z",
        RuntimeVersion = ".NET 10.0.0",
        Compiler = "nativeaot",
        Platform = "linux/arm64",
    };

    public static async Task<CommandLine> RunAsync(string line)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var kyb = KybCommand.Create([VersionCommand.Create(Version)]);
        var args = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var exitCode = await kyb.RunAsync(args, new() { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return new(exitCode, output.ToString(), error.ToString());
    }
}
