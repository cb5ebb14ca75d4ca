using System.Globalization;

namespace Kybernet.Store.Snapshots;

/// <summary>Takes a snapshot of a store at each interval and deletes the oldest.</summary>
public sealed class SnapshotSchedule : IAsyncDisposable
{
    private const string Prefix = "snapshot-";
    private const string Suffix = ".kybsnap";

    private readonly IStore _store;
    private readonly SnapshotScheduleOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    public SnapshotSchedule(IStore store, SnapshotScheduleOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Validate() is { } wrong) throw new ArgumentException(wrong, nameof(options));
        (_store, _options, _time) = (store, options, time);
    }

    /// <summary>What the last attempt came to; null before the first.</summary>
    public StoreResult<SnapshotInfo>? Last { get; private set; }

    public void Start() => _loop = RunAsync(_stop.Token);

    /// <summary>Takes one now. A failure leaves the older ones alone.</summary>
    public async ValueTask<StoreResult<SnapshotInfo>> TakeAsync(CancellationToken cancel)
    {
        var result = await TakeAndPruneAsync(cancel);
        Last = result;
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async ValueTask<StoreResult<SnapshotInfo>> TakeAndPruneAsync(CancellationToken cancel)
    {
        try
        {
            Directory.CreateDirectory(_options.Directory);
            // Names sort by time.
            var name = Prefix + _time.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture) + Suffix;
            var result = await SnapshotWriter.SaveAsync(_store, Path.Combine(_options.Directory, name), _time, cancel);
            if (!result.IsOk) return result;
            var taken = Directory.GetFiles(_options.Directory, Prefix + "*" + Suffix);
            Array.Sort(taken, StringComparer.Ordinal);
            foreach (var old in taken.AsSpan()[..Math.Max(0, taken.Length - _options.Keep)]) File.Delete(old);
            return result;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return new StoreError.Unavailable(UnavailableReason.DiskFailed, $"snapshots in {_options.Directory}: {failed.Message}");
        }
    }

    private async Task RunAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(_options.Interval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancel)) await TakeAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }
}
