namespace Kybernet.Store.Compaction;

/// <summary>Compacts a store by itself, by age or by number of revisions. Works over the contract, so with every engine.</summary>
public sealed class AutoCompactor : IAsyncDisposable
{
    // By number alone the next look is when a twentieth of the number should have been written since the last one; not sooner than this.
    private const int PartOfWindow = 20;
    private static readonly TimeSpan s_shortestInterval = TimeSpan.FromMilliseconds(5);

    private readonly IStore _store;
    private readonly AutoCompactorOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();

    // Where the store was at each look within KeepFor: at most KeepFor / Interval entries.
    private readonly Queue<(long At, Revision Revision)> _looks = new();
    private (long At, Revision Revision) _lastLook;
    private Task _loop = Task.CompletedTask;

    public AutoCompactor(IStore store, AutoCompactorOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Validate() is { } wrong) throw new ArgumentException(wrong, nameof(options));
        (_store, _options, _time) = (store, options, time);
    }

    public void Start() => _loop = RunAsync(_stop.Token);

    /// <summary>One look: compacts if there is something to compact. What cannot be done now is done at a later look.</summary>
    /// <returns>When the next look is due.</returns>
    public async ValueTask<TimeSpan> LookAsync(CancellationToken cancel)
    {
        var status = await _store.GetStatusAsync(cancel);
        if (!status.IsOk) return _options.Interval;
        var target = Target(status.Value.Revision);
        if (target > status.Value.CompactedRevision) await _store.CompactAsync(target, cancel);
        return UntilNextLook(status.Value.Revision);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private Revision Target(Revision current)
    {
        var target = Revision.None;
        if (_options.KeepRevisions is { } keep) target = new(Math.Max(0, current.Value - keep));
        if (_options.KeepFor is not { } age) return target;
        var now = _time.GetTimestamp();
        _looks.Enqueue((now, current));
        while (_looks.TryPeek(out var look) && _time.GetElapsedTime(look.At, now) >= age)
        {
            _looks.Dequeue();
            if (look.Revision > target) target = look.Revision;
        }

        return target;
    }

    private TimeSpan UntilNextLook(Revision current)
    {
        var (before, now) = (_lastLook, _time.GetTimestamp());
        _lastLook = (now, current);
        if (_options is not { KeepRevisions: { } keep, KeepFor: null } || current == before.Revision || before.At == 0) return _options.Interval;
        var eachTakes = _time.GetElapsedTime(before.At, now) / (current.Value - before.Revision.Value);
        var due = eachTakes * keep / PartOfWindow;
        return due >= _options.Interval ? _options.Interval : due > s_shortestInterval ? due : s_shortestInterval;
    }

    private async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            for (var wait = _options.Interval; ; wait = await LookAsync(cancel)) await Task.Delay(wait, _time, cancel);
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }
}
