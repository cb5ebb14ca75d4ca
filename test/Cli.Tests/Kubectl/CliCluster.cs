using Kybernet.Testing;

namespace Kybernet.Cli.Tests.Kubectl;

/// <summary>A cluster that serves HTTPS and commands that reach it by a kubeconfig; each test makes a namespace of its own.</summary>
public sealed class CliCluster : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cli").FullName;
    private TestCluster? _cluster;

    public string Kubeconfig => Path.Combine(_folder, "kubeconfig");

    public async ValueTask InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync(new() { ServesHttps = true }, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Kubeconfig, _cluster.Kubeconfig, TestContext.Current.CancellationToken);
    }

    /// <summary>A file for <c>-f</c>.</summary>
    public string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Runs kubectl's command line in this process; words are apart by spaces, <paramref name="more"/> are taken as they are.</summary>
    public async Task<CommandLine> RunAsync(string line, params string[] more)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var kubectl = new Cli.Kubectl(CommandLine.Version, new()
        {
            Variable = name => name == "KUBECONFIG" ? Kubeconfig : "",
            Input = static () => Stream.Null,
            Output = static () => Stream.Null,
            Error = static () => Stream.Null,
            Time = TimeProvider.System,
        });
        string[] words = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. more];
        var exitCode = await kubectl.RunAsync(words, output, error, TestContext.Current.CancellationToken);
        return new(exitCode, output.ToString(), error.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
