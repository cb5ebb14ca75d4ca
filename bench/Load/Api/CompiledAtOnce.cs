using System.Diagnostics;

namespace Kybernet.Bench.Load.Api;

/// <summary>
/// The program once more, without tiers of compilation: a short run spends as much on compiling the load better as on the load, and on the
/// processors of the server that is measured.
/// </summary>
internal static class CompiledAtOnce
{
    private const string Variable = "DOTNET_TieredCompilation";

    public static bool IsThis => Environment.GetEnvironmentVariable(Variable) == "0";

    /// <summary>Runs it and gives its exit code.</summary>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, args) { Environment = { [Variable] = "0" } };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(cancel);
        return process.ExitCode;
    }

    /// <summary>What this program starts is compiled as usual.</summary>
    public static void Forget(ProcessStartInfo start) => start.Environment.Remove(Variable);
}
