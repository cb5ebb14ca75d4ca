using Kybernet.ApiServer;
using Microsoft.Extensions.Logging;

namespace Kybernet.Hosts.Kyb.Server;

/// <summary>Takes changes of the encryption configuration while the server runs. A wrong one is said in the log, and the old one kept.</summary>
internal sealed class EncryptionReload(ApiServerService apiServer, string file, TimeProvider time, ILogger log) : IAsyncDisposable
{
    // Upstream: encryptionconfig/controller.
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    public void Start() => _loop = RunAsync(_stop.Token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(s_interval, time);
        try
        {
            var written = File.GetLastWriteTimeUtc(file);
            while (await timer.WaitForNextTickAsync(cancel))
            {
                var now = File.GetLastWriteTimeUtc(file);
                if (now == written) continue;
                written = now;
                if (await ReloadAsync(cancel) is { } problem) ServerLog.EncryptionNotReloaded(log, problem);
                else ServerLog.EncryptionReloaded(log);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task<string?> ReloadAsync(CancellationToken cancel)
    {
        try
        {
            return await apiServer.ReloadEncryptionAsync(cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
