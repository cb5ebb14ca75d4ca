using System.CommandLine;
using System.Net.Sockets;
using Kybernet.Client;
using Kybernet.Client.Kubeconfigs;

namespace Kybernet.Hosts.Kyb.Standalone;

/// <summary>How a component of its own process reaches the API server: upstream's flags of client connections.</summary>
internal sealed class ConnectionFlags
{
    // Upstream: componentbaseconfig's ClientConnectionConfiguration. Left out: no limit, the server has flow control.
    private readonly Option<string> _kubeconfig = new("--kubeconfig") { Description = "The kubeconfig; by default $KUBECONFIG or ~/.kube/config." };
    private readonly Option<string> _master = new("--master") { Description = "The API server's address, in place of the kubeconfig's." };
    private readonly Option<double> _qps = new("--kube-api-qps")
    {
        Description = "Calls a second in the long run; 0 for no limit.",
        DefaultValueFactory = _ => 0,
    };
    private readonly Option<int> _burst = new("--kube-api-burst") { Description = "Calls at once.", DefaultValueFactory = _ => 100 };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_kubeconfig, _master, _qps, _burst]) command.Options.Add(option);
    }

    /// <summary>Connects and works; what goes wrong is said on standard error.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(ParseResult parsed, TimeProvider time, Func<Connected, Task> work, CancellationToken cancel)
    {
        try
        {
            using var connected = await ConnectAsync(parsed, time, cancel);
            await work(connected);
            return 0;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or ArgumentException or InvalidOperationException
            or ApiException or HttpRequestException or TimeoutException or SocketException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"error: {e.Message}".AsMemory(), CancellationToken.None);
            return 1;
        }
    }

    private async Task<Connected> ConnectAsync(ParseResult parsed, TimeProvider time, CancellationToken cancel)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var given = parsed.GetValue(_kubeconfig) ?? "";
        var paths = KubeconfigFiles.Paths(given, Environment.GetEnvironmentVariable("KUBECONFIG") ?? "", home);
        var config = await KubeconfigFiles.LoadAsync(paths, isRequired: given.Length > 0, cancel);
        var connection = Connections.Of(config, "", time) with { Qps = parsed.GetValue(_qps), Burst = parsed.GetValue(_burst) };
        if (parsed.GetValue(_master) is { Length: > 0 } master) connection = connection with { Server = new Uri(master) };
        return new(connection, time);
    }
}
