using Kybernet.Client;
using Kybernet.Client.Informers;
using Kybernet.Client.WorkQueues;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;
using Microsoft.Extensions.Logging;

namespace Kybernet.Controllers.Runtime;

/// <summary>A reconciler with what it watches, a queue of keys, and workers.</summary>
/// <param name="name">Upstream's: <c>deployment-controller</c>.</param>
/// <param name="reconciler">Works on a key.</param>
/// <param name="context">Time and logs.</param>
/// <param name="backOff">How failed keys wait; null for the usual.</param>
public sealed class Controller(string name, IReconciler reconciler, ControllerContext context, WorkQueueOptions? backOff = null) : IControllerLoop
{
    private readonly List<Func<CancellationToken, ValueTask>> _synced = [];
    private readonly List<Func<IDisposable>> _subscriptions = [];
    private readonly WorkQueue<ObjectKey> _queue =
        new((backOff ?? WorkQueueOptions.Default) with { Name = name, Metrics = context.QueueMetrics }, context.Time);

    private readonly ILogger _log = context.Loggers.CreateLogger($"Kybernet.Controllers.{name}");

    public string Name => name;

    /// <summary>How many keys are worked on at once.</summary>
    public int Workers { get; init; } = 5;

    /// <summary>Works on the keys of each change of the informer's objects.</summary>
    public Controller On<T>(IInformer<T> informer, Func<ObjectChange<T>, IEnumerable<ObjectKey>> keysOf)
        where T : class, IObject<T>
    {
        _synced.Add(informer.WaitForSyncAsync);
        _subscriptions.Add(() => informer.Subscribe(change =>
        {
            foreach (var key in keysOf(change))
            {
                RuntimeTrace.Enqueue(name, key);
                _queue.Add(key);
            }
        }));
        return this;
    }

    /// <summary>Works on the object itself.</summary>
    public Controller On<T>(IInformer<T> informer)
        where T : class, IObject<T> => On(informer, static change => [change.Any.Key]);

    /// <summary>Waits for an informer that is read and not watched.</summary>
    public Controller Reads<T>(IInformer<T> informer)
        where T : class, IObject<T>
    {
        _synced.Add(informer.WaitForSyncAsync);
        return this;
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        var subscriptions = new List<IDisposable>();
        try
        {
            // Every copy is complete before the first key is worked on: what is missing in a copy is missing in the cluster.
            foreach (var synced in _synced) await synced(cancel);
            foreach (var subscribe in _subscriptions) subscriptions.Add(subscribe());
            await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync(cancel)));
        }
        finally
        {
            foreach (var subscription in subscriptions) subscription.Dispose();
            _queue.Close();
        }
    }

    private async Task WorkAsync(CancellationToken cancel)
    {
        await Task.Yield();
        // Taking a key ends it.
        while (true)
        {
            var key = await _queue.TakeAsync(cancel);
            try
            {
                using var span = RuntimeTrace.Reconcile(name, key);
                Settle(key, await reconciler.ReconcileAsync(key, cancel));
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                RuntimeLog.Threw(_log, name, key, e);
                _queue.AddRateLimited(key);
            }
            finally
            {
                _queue.Finish(key);
            }
        }
    }

    private void Settle(ObjectKey key, Reconciled reconciled)
    {
        if (reconciled.Error is { } error)
        {
            if (!error.IsConflict) RuntimeLog.Failed(_log, name, key, error.Message);
            _queue.AddRateLimited(key);
            return;
        }

        _queue.Forget(key);
        if (reconciled.Again is { } wait) _queue.AddAfter(key, wait);
    }
}
