using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Dynamic;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.CustomResources;

/// <summary>
/// Fills the cache of one version with what a webhook makes of the objects as they are stored. It follows the cache of stored objects in its
/// order, so a watch of the version misses nothing; it is behind by the webhook's answer, and readers wait for that.
/// </summary>
internal sealed class ConvertingFeed : IFreshness, IAsyncDisposable
{
    private const int BatchSize = 500;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly ResourceCache _stored;
    private readonly CustomVersion _version;
    private readonly ConversionWebhook _webhook;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Broadcast _moved = new();
    private readonly Task _loop;
    private long _done = -1;
    private long _applied;

    // Why the webhook's last answer was none; null when it was one.
    private ConversionException? _problem;

    public ConvertingFeed(ResourceCache stored, CustomVersion version, ConversionWebhook webhook, TimeProvider time, ILogger log)
    {
        (_stored, _version, _webhook, _time, _log) = (stored, version, webhook, time, log);
        Cache = new(this, stored.Prefix, Undecodable, time);
        _loop = RunAsync(_stop.Token);
    }

    public ResourceCache Cache { get; }

    /// <inheritdoc/>
    /// <remarks>The stored objects' revision is read first: what is below it is in their snapshot by then.</remarks>
    public long Applied
    {
        get
        {
            var known = _stored.Read().Revision;
            return _stored.Snapshot.Last.Sequence <= Volatile.Read(ref _done) ? known : Volatile.Read(ref _applied);
        }
    }

    public async ValueTask WaitForAsync(long revision, CancellationToken cancel)
    {
        await _stored.WaitForAsync(revision, cancel);
        while (Applied < revision)
        {
            var moved = _moved.Next;
            if (Applied >= revision) return;
            if (Volatile.Read(ref _problem) is { } problem) throw new ConversionException(problem.Message, problem);
            await moved.WaitAsync(cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        // Watches end.
        Cache.Reset(SortedObjects.Empty, Volatile.Read(ref _applied));
        _stop.Dispose();
    }

    private static DynamicObject? Undecodable(ReadOnlyMemory<byte> value, out string? error)
    {
        error = "objects of this version are made by a webhook";
        return null;
    }

    private async Task RunAsync(CancellationToken cancel)
    {
        await Task.Yield();
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (ConversionException e)
            {
                if (Interlocked.Exchange(ref _problem, e)?.Message != e.Message) CustomResourceLog.NotConverted(_log, _version.Gvk.ToString(), e.Message);
                _moved.Send();
                await WaitAsync(cancel);
            }
        }
    }

    private async Task WaitAsync(CancellationToken cancel)
    {
        try
        {
            await Task.Delay(RetryDelay, _time, cancel);
        }
        catch (OperationCanceledException)
        {
            // The loop ends by itself.
        }
    }

    /// <summary>From all there is on, until the cache of stored objects starts over or the webhook fails.</summary>
    private async Task FollowAsync(CancellationToken cancel)
    {
        var snapshot = _stored.Snapshot;
        using var watch = _stored.WatchAfter(snapshot);
        var sorted = SortedObjects.Empty;
        foreach (var part in snapshot.Objects.Under("").Chunk(BatchSize))
            foreach (var made in await ConvertAsync(part, cancel)) sorted = sorted.Set(made);
        Cache.Reset(sorted, snapshot.Last.Revision);
        Say(snapshot.Last);
        while (!watch.IsOver)
        {
            var next = _stored.NextChange;
            var changes = new List<CacheEvent>();
            while (changes.Count < BatchSize && watch.TryNext(out var change)) changes.Add(change);
            if (changes.Count == 0) await next.WaitAsync(cancel);
            else await TakeAsync(changes, cancel);
        }
    }

    private async Task TakeAsync(List<CacheEvent> changes, CancellationToken cancel)
    {
        var made = new Queue<StoredObject>(await ConvertAsync([.. changes.Select(static change => change.Current).OfType<StoredObject>()], cancel));
        foreach (var change in changes)
        {
            if (change.Current is null) Cache.Remove(change.Previous!.Key, change.Revision);
            else Cache.Set(made.Dequeue());
        }

        Cache.Publish();
        Say(changes[^1]);
        Cache.Wake();
    }

    private void Say(CacheEvent last)
    {
        Volatile.Write(ref _applied, last.Revision);
        Volatile.Write(ref _done, last.Sequence);
        Volatile.Write(ref _problem, null);
        _moved.Send();
    }

    private async Task<IEnumerable<StoredObject>> ConvertAsync(StoredObject[] stored, CancellationToken cancel)
    {
        var converted = await _webhook.ConvertAsync([.. stored.Select(static item => (DynamicObject)item.Value)], _version, cancel);
        return stored.Zip(converted, static (item, value) => new StoredObject(item.Key, value, item.Revision));
    }
}
