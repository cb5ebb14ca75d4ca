namespace Kybernet.Store.Mvcc;

/// <summary>Lets go of what compaction has passed: cuts histories in memory, and hands out the rows to delete in small portions.</summary>
/// <remarks>
/// <para>With history compacted to C, a node is of no use when a newer one of its key is not newer than C, or when it is a
/// tombstone older than C. (A tombstone at C stays until the next compaction: a watch may start at C.) So each event up to
/// C kills the node before it, and tombstones die in order.</para>
/// <para>Open watches hold cleaning back to what they have yet to read, but not further than <see cref="MaxPinnedEvents"/>.
/// The rows to delete are not stored: after a crash <see cref="StateLoader"/> finds them again by the same rule.</para>
/// </remarks>
internal sealed class Cleaner(MvccState state)
{
    public const int MaxPinnedEvents = 65_536;

    private readonly Queue<KeyRevision> _tombstones = new();
    private readonly Queue<SequenceRange> _dead = new();
    private readonly List<long> _found = [];
    private long _next;
    private long _cleaned;

    /// <summary>Events older than this may be gone, and those at it may have lost their previous node.</summary>
    public long CleanedTo => Volatile.Read(ref _cleaned);

    public bool HasDeadRows => _dead.Count > 0;

    /// <summary>Takes over what a restart found still lying there.</summary>
    public void Start(StateLoader loaded)
    {
        _cleaned = loaded.Compacted;
        _found.AddRange(loaded.Dead);
        QueueFound();
        for (; _next < loaded.Log.End && loaded.Log[_next]!.ModRevision <= loaded.Compacted; _next++)
            if (loaded.Log[_next] is { IsTombstone: true } tombstone)
                _tombstones.Enqueue(tombstone);
    }

    /// <summary>One step, between batches, of at most <paramref name="maxEvents"/> events; true when there is more to do now.</summary>
    /// <param name="oldestWatched">The oldest revision an open watch has yet to read.</param>
    /// <param name="maxEvents">How many events to go over.</param>
    public bool Step(long oldestWatched, int maxEvents)
    {
        var view = state.View;
        var target = state.Compacted;
        if (oldestWatched <= target)
        {
            var pinnedFrom = state.Log[Math.Max(view.LogEnd - MaxPinnedEvents, 0)]?.ModRevision ?? 0;
            target = Math.Min(target, Math.Max(oldestWatched - 1, pinnedFrom));
        }

        var stop = _next;
        while (stop < view.LogEnd && stop - _next < maxEvents && state.Log[stop]!.ModRevision <= target) stop++;
        if (target < _cleaned || (target == _cleaned && stop == _next)) return false;
        var complete = stop == view.LogEnd || state.Log[stop]!.ModRevision > target;
        var reached = complete ? target : state.Log[stop - 1]!.ModRevision;
        // Published before anything is cut: a watch reads, then looks whether it was overtaken.
        Volatile.Write(ref _cleaned, reached);
        Interlocked.MemoryBarrier();
        for (; _next < stop; _next++) Cut(state.Log[_next]!);
        DropTombstones(reached);
        QueueFound();
        state.Log.TrimBefore(reached);
        return !complete;
    }

    /// <summary>Moves up to about <paramref name="max"/> dead rows into the batch; <see cref="Return"/> if it fails.</summary>
    public void TakeDead(CommitBatch batch, int max)
    {
        var taken = 0L;
        while (taken < max && _dead.TryDequeue(out var range))
        {
            var rest = range.Count - (max - taken);
            if (rest > 0)
            {
                _dead.Enqueue(range with { First = range.Last - rest + 1 });
                range = range with { Last = range.Last - rest };
            }

            batch.Dead.Add(range);
            taken += range.Count;
        }
    }

    /// <summary>For an engine without rows.</summary>
    public void ForgetDead() => _dead.Clear();

    public void Return(CommitBatch batch)
    {
        foreach (var range in batch.Dead) _dead.Enqueue(range);
    }

    private void Cut(KeyRevision node)
    {
        // A tombstone's own row goes when its turn comes in the queue.
        if (node.Previous is { IsTombstone: false } previous) _found.Add(previous.Sequence);
        node.Previous = null;
        if (node.IsTombstone) _tombstones.Enqueue(node);
    }

    private void DropTombstones(long reached)
    {
        var dropped = false;
        while (_tombstones.TryPeek(out var tombstone) && tombstone.ModRevision < reached)
        {
            _tombstones.Dequeue();
            _found.Add(tombstone.Sequence);
            if (!ReferenceEquals(tombstone.History.Newest, tombstone)) continue;
            state.DropKey(tombstone.History);
            dropped = true;
        }

        if (dropped) state.PublishKeys();
    }

    private void QueueFound()
    {
        if (_found.Count == 0) return;
        _found.Sort();
        var range = new SequenceRange(_found[0], _found[0]);
        for (var i = 1; i < _found.Count; i++)
        {
            if (_found[i] == range.Last + 1)
            {
                range = range with { Last = _found[i] };
                continue;
            }

            _dead.Enqueue(range);
            range = new(_found[i], _found[i]);
        }

        _dead.Enqueue(range);
        _found.Clear();
    }
}
