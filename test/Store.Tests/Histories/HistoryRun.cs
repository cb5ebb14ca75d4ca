using Kybernet.Store.Embedded;
using Kybernet.Store.Memory;
using Kybernet.Store.Tests.Engines;

namespace Kybernet.Store.Tests.Histories;

/// <summary>Makes one random history: clients and watchers on one store, on one thread, in an order the seed decides.</summary>
/// <remarks>
/// The same seed makes the same history. Between a batch's being run and its being durable other clients get turns too, so
/// that what is not durable yet has every chance of being seen.
/// </remarks>
internal sealed class HistoryRun : IDisposable
{
    private readonly HistoryOptions _options;
    private readonly Random _random;
    private readonly SeededContext _context;
    private readonly ManualClock _clock = new();
    private readonly SimulatedDisk _disk = new();
    private EmbeddedStore? _embedded;
    private CancellationTokenSource _life = new();
    private readonly CancellationTokenSource _end = new();

    private HistoryRun(HistoryOptions options)
    {
        _options = options;
        _random = new(options.Seed);
        _context = new(_random);
        _disk.Lies = options.LyingDisk;
        _disk.KeepsWhatFailed = () => _random.Next(2) == 0;
        _disk.Fault = PickFault;
        _disk.Writing = () =>
        {
            for (var turns = _random.Next(6); turns > 0; turns--) _context.RunOne();
        };
        Store = Open();
    }

    public History History { get; } = new();

    public IStore Store { get; private set; }

    public Random Random => _random;

    /// <summary>Ends when the store crashes; its waiting requests are then without answer.</summary>
    public CancellationToken Life => _life.Token;

    /// <summary>Ends when all clients are done.</summary>
    public CancellationToken End => _end.Token;

    public static History Make(HistoryOptions options)
    {
        var before = SynchronizationContext.Current;
        using var run = new HistoryRun(options);
        SynchronizationContext.SetSynchronizationContext(run._context);
        try
        {
            run.Run();
            return run.History;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    public void Dispose()
    {
        _life.Dispose();
        _end.Dispose();
        _disk.Dispose();
    }

    private void Run()
    {
        var clients = Task.WhenAll(Enumerable.Range(0, _options.Clients).Select(i =>
            new HistoryClient(this, $"client {i}").RunAsync(_options.RequestsPerClient)).ToArray());
        var watchers = Task.WhenAll(Enumerable.Range(0, _options.Watchers).Select(i => new HistoryWatcher(this, $"watcher {i}").RunAsync()).ToArray());
        Drive(clients, crashes: _embedded is not null);
        // One more request each, from a quiet store, so that what was lost is missed.
        Drive(new HistoryClient(this, "last").ReadAllAsync(), crashes: false);
        _end.Cancel();
        Drive(watchers, crashes: false);
        Drive(Store.DisposeAsync().AsTask(), crashes: false);
    }

    private void Drive(Task task, bool crashes)
    {
        for (var step = 0; !task.IsCompleted; step++)
        {
            if (step > 200_000) throw new InvalidOperationException("the history does not end");
            if (crashes && _random.Next(400) == 0) Crash();
            if (_random.Next(3) == 0 || _context.IsIdle)
            {
                _embedded?.Pump();
                if (_random.Next(4) == 0) _clock.Advance(TimeSpan.FromMilliseconds(_random.Next(800)));
            }

            _context.RunOne();
        }

        if (task.Exception is { } failed) throw new InvalidOperationException("a client failed", failed.InnerException);
    }

    private void Crash()
    {
        var before = _life;
        _disk.Crash();
        Store = Open();
        _life = new();
        // What is without answer from before can only be what the disk now holds.
        var revision = _embedded!.View.Revision;
        lock (History.Requests)
        {
            foreach (var request in History.Requests)
                if (request.TxnAnswer is null)
                    request.AtMost = Math.Min(request.AtMost, revision);
        }

        before.Cancel();
        before.Dispose();
    }

    private IStore Open()
    {
        if (!_options.Embedded) return _options.Wrap(new MemoryStore(MemoryStoreOptions.Default, _clock), _random);
        var options = new EmbeddedStoreOptions { Directory = "", ValueCacheBytes = 200 };
        _embedded = EmbeddedStore.Open(_disk, directoryLock: null, options, _clock, threaded: false).Value;
        return _options.Wrap(_embedded, _random);
    }

    private StoreError.Unavailable? PickFault() => _random.Next(60) switch
    {
        0 when !_options.LyingDisk => new(UnavailableReason.DiskFull, "full"),
        1 when !_options.LyingDisk => new(UnavailableReason.DiskFailed, "failed", OutcomeUnknown: true),
        _ => null,
    };
}
