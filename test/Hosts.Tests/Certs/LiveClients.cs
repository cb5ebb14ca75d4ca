using System.Security.Cryptography.X509Certificates;
using Kybernet.Client.Kubeconfigs;

namespace Kybernet.Hosts.Tests.Certs;

/// <summary>
/// Clients of a server whose certificates change under them: one that connects anew for each request, one that keeps its connection until
/// the kubeconfig changes, one with a token that keeps its connection for ever, and a watch. Counts what they do and what fails.
/// </summary>
internal sealed class LiveClients(string kubeconfig, TimeProvider time) : IAsyncDisposable
{
    private const string Path = "/api/v1/namespaces/default/configmaps";

    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _failures = [];
    private readonly HashSet<string> _kubeconfigs = [];
    private HttpClient? _kept;
    private string _keptFor = "";
    private (string Text, DateTimeOffset Ends) _known = ("", default);
    private HttpClient? _bearer;
    private Task _watching = Task.CompletedTask;

    public int Requests { get; private set; }

    public IReadOnlyList<string> Failures => _failures;

    /// <summary>How many different kubeconfigs were seen.</summary>
    public int Renewals => _kubeconfigs.Count - 1;

    /// <summary>How often the watch was opened.</summary>
    public int Watches { get; private set; }

    public void Start() => _watching = WatchAsync(_stop.Token);

    /// <summary>Returns when the kubeconfig's certificate is valid for longer than that.</summary>
    public async Task WaitAsync(TimeSpan left, CancellationToken cancel)
    {
        while (Ends(await File.ReadAllTextAsync(kubeconfig, cancel)) - time.GetUtcNow() <= left) await Task.Yield();
    }

    /// <summary>A request of each.</summary>
    public async Task AskAsync(CancellationToken cancel)
    {
        var text = await File.ReadAllTextAsync(kubeconfig, cancel);
        _kubeconfigs.Add(text);
        using (var fresh = RunningServer.Connect(text, "", time)) await AskAsync(fresh, "a new connection", cancel);
        if (_keptFor != text)
        {
            _kept?.Dispose();
            (_kept, _keptFor) = (RunningServer.Connect(text, "", time), text);
        }

        await AskAsync(_kept!, "a connection as old as the kubeconfig", cancel);
        await AskAsync(_bearer ??= RunningServer.Connect(text, RunningServer.Token, time), "a connection that stays", cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _kept?.Dispose();
        _bearer?.Dispose();
        _stop.Dispose();
    }

    private async Task AskAsync(HttpClient client, string what, CancellationToken cancel)
    {
        Requests++;
        try
        {
            using var response = await client.GetAsync(Path, cancel);
            if (!response.IsSuccessStatusCode) _failures.Add($"{what}: {(int)response.StatusCode}");
        }
        catch (HttpRequestException e)
        {
            _failures.Add($"{what}: {e.InnerException?.Message ?? e.Message}");
        }
    }

    private DateTimeOffset Ends(string text)
    {
        if (_known.Text == text) return _known.Ends;
        using var certificate = X509Certificate2.CreateFromPem(KubeconfigReader.Read(text, "/").Users.Values.First().ClientCertificateData);
        _known = (text, certificate.NotAfter.ToUniversalTime());
        return _known.Ends;
    }

    private async Task WatchAsync(CancellationToken cancel)
    {
        try
        {
            while (!cancel.IsCancellationRequested)
            {
                // Watches end after a while; one that is opened again must be let in.
                using var client = RunningServer.Connect(await File.ReadAllTextAsync(kubeconfig, cancel), "", time);
                client.Timeout = Timeout.InfiniteTimeSpan;
                Watches++;
                using var response = await client.GetAsync(Path + "?watch=1", HttpCompletionOption.ResponseHeadersRead, cancel);
                if (!response.IsSuccessStatusCode) _failures.Add($"watch: {(int)response.StatusCode}");
                using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancel));
                while (await reader.ReadLineAsync(cancel) is not null)
                {
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Over.
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            _failures.Add($"watch: {e.Message}");
        }
    }
}
