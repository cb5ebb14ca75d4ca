using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Kybernet.Hosts.Tests.Faults;

/// <summary><c>kyb server</c> as a process of its own on one port and one directory, which can be killed and started again.</summary>
/// <remarks><c>KYBERNET_KYB</c> names another program than the kyb of this build: the native one.</remarks>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly string[] _arguments;
    private Process? _kyb;

    public ServerProcess(params string[] arguments)
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        _arguments = ["server", "--data-dir", Directory, "--secure-port", $"{port}", "--disable", "scheduler,controllers", .. arguments];
    }

    private string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("kybernet-faults-").FullName;

    /// <summary>Returns when it says it is ready; how long that took.</summary>
    public async Task<TimeSpan> StartAsync(CancellationToken cancel)
    {
        var began = TimeProvider.System.GetTimestamp();
        var program = Environment.GetEnvironmentVariable("KYBERNET_KYB") ?? Path.Combine(AppContext.BaseDirectory, "kyb");
        _kyb = Process.Start(new ProcessStartInfo(program, _arguments) { RedirectStandardOutput = true })!;
        while (await _kyb.StandardOutput.ReadLineAsync(cancel) is { } line)
            if (line.Contains("ready at", StringComparison.Ordinal)) return TimeProvider.System.GetElapsedTime(began);
        throw new InvalidOperationException("kyb server ended before it was ready");
    }

    /// <summary>As a crash would.</summary>
    public async Task KillAsync()
    {
        _kyb!.Kill();
        await _kyb.WaitForExitAsync(CancellationToken.None);
    }

    public Administrator Connect() => new(Path.Combine(Directory, "admin.kubeconfig"));

    public async ValueTask DisposeAsync()
    {
        if (_kyb is { HasExited: false }) await KillAsync();
        _kyb?.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
