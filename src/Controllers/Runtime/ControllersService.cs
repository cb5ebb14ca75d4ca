using Kybernet.Base.Metrics;
using Microsoft.Extensions.Logging;

namespace Kybernet.Controllers.Runtime;

/// <summary>Runs controllers, each on its own: one that ends by a fault is started again a second later, the others go on.</summary>
/// <param name="loops">The controllers; their names differ.</param>
/// <param name="time">Time.</param>
/// <param name="loggers">Logs.</param>
public sealed class ControllersService(IReadOnlyList<IControllerLoop> loops, TimeProvider time, ILoggerFactory loggers) : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly ILogger _log = loggers.CreateLogger("Kybernet.Controllers");
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>How many controllers run, under upstream's name.</summary>
    public MetricFamily Metric => new Gauge(
        "running_managed_controllers", "Controllers that run.",
        () => loops.Select(loop => (new MetricLabels(loop.Name, "kube-controller-manager"), _running.IsCompleted ? 0.0 : 1.0)), "name", "manager");

    /// <summary>Starts them all and returns.</summary>
    public void Start() => _running = RunAsync(_stop.Token);

    /// <summary>Runs until <paramref name="cancel"/>: what a leader does.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        await Task.Yield();
        await Task.WhenAll(loops.Select(loop => RunAsync(loop, cancel)));
    }

    /// <summary>Ends when all have ended.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task RunAsync(IControllerLoop loop, CancellationToken cancel)
    {
        try
        {
            while (!cancel.IsCancellationRequested)
            {
                try
                {
                    await loop.RunAsync(cancel);
                    return;
                }
                catch (Exception e) when (!cancel.IsCancellationRequested)
                {
                    RuntimeLog.LoopThrew(_log, loop.Name, e);
                }

                await Task.Delay(s_pause, time, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
        }
    }
}
