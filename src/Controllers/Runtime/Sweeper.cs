using Kybernet.Client.Informers;
using Kybernet.Machinery.Objects;
using Microsoft.Extensions.Logging;

namespace Kybernet.Controllers.Runtime;

/// <summary>A controller without keys: looks at everything, waits, looks again.</summary>
/// <param name="name">Upstream's: <c>pod-garbage-collector-controller</c>.</param>
/// <param name="pause">Between the end of a pass and the next.</param>
/// <param name="pass">One look at everything. An exception is logged and ends the pass, not the loop.</param>
/// <param name="context">Time and logs.</param>
public sealed class Sweeper(string name, TimeSpan pause, Func<CancellationToken, Task> pass, ControllerContext context) : IControllerLoop
{
    private readonly List<Func<CancellationToken, ValueTask>> _synced = [];
    private readonly ILogger _log = context.Loggers.CreateLogger($"Kybernet.Controllers.{name}");

    public string Name => name;

    /// <summary>Waits for the informer's first list before the first pass.</summary>
    public Sweeper Reads<T>(IInformer<T> informer)
        where T : class, IObject<T>
    {
        _synced.Add(informer.WaitForSyncAsync);
        return this;
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        foreach (var synced in _synced) await synced(cancel);
        while (true)
        {
            try
            {
                await pass(cancel);
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                RuntimeLog.PassThrew(_log, name, e);
            }

            await Task.Delay(pause, context.Time, cancel);
        }
    }
}
