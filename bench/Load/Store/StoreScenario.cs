using System.Globalization;
using Kybernet.Base;
using Kybernet.Store;
using Kybernet.Store.Compaction;
using Kybernet.Store.Embedded;
using Kybernet.Store.Memory;

namespace Kybernet.Bench.Load.Store;

/// <summary>Durable puts by many clients in one process: how many a second, how long each takes, what each allocates.</summary>
internal sealed class StoreScenario : IAsyncDisposable
{
    private static readonly TimeSpan s_calm = TimeSpan.FromSeconds(3);

    private readonly StoreOptions _options;
    private IStore _store;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly byte[][] _keys;
    private readonly byte[] _value;
    private int _next;

    private StoreScenario(StoreOptions options, IStore store)
    {
        (_options, _store) = (options, store);
        _keys = [.. Enumerable.Range(0, Math.Max(1, options.Keys)).Select(i => Key(i))];
        _value = new byte[options.ValueBytes];
        new Random(1).NextBytes(_value);
    }

    public static async Task<StoreScenario> StartAsync(StoreOptions options, CancellationToken cancel)
    {
        if (options.Engine == "embedded" && Directory.Exists(options.Directory)) Directory.Delete(options.Directory, recursive: true);
        return new(options, await OpenAsync(options, cancel));
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        var keep = _options.KeepRevisions;
        await using var compactor = keep > 0 ? new AutoCompactor(_store, AutoCompactorOptions.OfRevisions(keep), _time) : null;
        compactor?.Start();
        await PhaseAsync(_options.WarmUp, cancel);
        var allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        var processorBefore = Environment.CpuUsage.TotalTime;
        var start = _time.GetTimestamp();
        var pausesBefore = GC.GetTotalPauseDuration();
        var collectionsBefore = GC.CollectionCount(0);
        var latencies = await PhaseAsync(_options.Puts, cancel);
        var pauses = GC.GetTotalPauseDuration() - pausesBefore;
        var collections = GC.CollectionCount(0) - collectionsBefore;
        var elapsed = _time.GetElapsedTime(start);
        var processor = Environment.CpuUsage.TotalTime - processorBefore;
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore;
        Array.Sort(latencies);
        var status = (await _store.GetStatusAsync(cancel)).Value;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            engine {_options.Engine}, {_options.Clients} clients, {_options.Puts} puts of {_options.ValueBytes} B over {_options.Keys} keys
              {_options.Puts / elapsed.TotalSeconds,10:n0} puts/s
              {Milliseconds(latencies, 0.5),10:f3} ms p50
              {Milliseconds(latencies, 0.99),10:f3} ms p99
              {Milliseconds(latencies, 0.999),10:f3} ms p99.9
              {Milliseconds(latencies, 1),10:f3} ms longest
              {processor.TotalMicroseconds / _options.Puts,10:f1} µs of processor a put, client's loop included
              {pauses.TotalMilliseconds / Math.Max(1, collections),10:f1} ms a pause of the collector, {collections} of them
              {allocated / (double)_options.Puts,10:n0} bytes allocated a put (value included when each has its own)
              {GC.GetTotalMemory(forceFullCollection: true) / 1048576.0,10:n1} MB managed memory
              {status.SizeBytes / 1048576.0,10:n1} MB on disk, {status.SizeInUseBytes / 1048576.0:n1} MB in use
              {status.Revision.Value - status.CompactedRevision.Value,10:n0} revisions kept
            """));
        if (keep > 0) await SayCalmSizeAsync(cancel);
        if (_options.Reopen) await ReopenAsync(cancel);
    }

    private async Task SayCalmSizeAsync(CancellationToken cancel)
    {
        await Task.Delay(s_calm, _time, cancel);
        var status = (await _store.GetStatusAsync(cancel)).Value;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {status.SizeBytes / 1048576.0,10:n1} MB on disk after {s_calm.TotalSeconds:n0} s without a put"));
    }

    private async Task ReopenAsync(CancellationToken cancel)
    {
        await _store.DisposeAsync();
        GC.Collect();
        var processorBefore = Environment.CpuUsage.TotalTime;
        var start = _time.GetTimestamp();
        _store = await OpenAsync(_options, cancel);
        var elapsed = _time.GetElapsedTime(start);
        var processor = Environment.CpuUsage.TotalTime - processorBefore;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {elapsed.TotalMilliseconds,10:n0} ms to open again, {processor.TotalMilliseconds:n0} ms of processor"));
    }

    private static async Task<IStore> OpenAsync(StoreOptions options, CancellationToken cancel) => options.Engine == "memory"
        ? new MemoryStore(MemoryStoreOptions.Default, TimeProvider.System)
        : (await EmbeddedStore.OpenAsync(new() { Directory = options.Directory }, TimeProvider.System, cancel)).Value;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private async Task<long[]> PhaseAsync(int puts, CancellationToken cancel)
    {
        var latencies = new long[puts];
        _next = 0;
        var clients = new Task[_options.Clients];
        for (var i = 0; i < clients.Length; i++) clients[i] = ClientAsync(latencies, cancel);
        await Task.WhenAll(clients);
        return latencies;
    }

    private async Task ClientAsync(long[] latencies, CancellationToken cancel)
    {
        await Task.Yield();
        int mine;
        while ((mine = Interlocked.Increment(ref _next) - 1) < latencies.Length)
        {
            var key = _options.Keys > 0 ? _keys[(int)((uint)mine * 2654435761u % (uint)_keys.Length)] : Key(mine);
            var start = _time.GetTimestamp();
            var result = await _store.PutAsync(new(key, _value.AsSpan().ToArray()), cancel);
            latencies[mine] = _time.GetTimestamp() - start;
            if (!result.IsOk) throw new InvalidOperationException(result.Error.Message);
        }
    }

    private double Milliseconds(long[] sorted, double quantile) =>
        sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * quantile))] * 1000.0 / _time.TimestampFrequency;

    private static byte[] Key(int i) => Bytes.Of($"/registry/configmaps/default/item-{i:d8}").AsArray();
}
