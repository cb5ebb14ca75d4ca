using System.Runtime.ExceptionServices;
using Kybernet.Store.Mvcc;

namespace Kybernet.Store.Embedded;

/// <summary>Turns waiting changes into durable batches: one thread at a time, because it waits on the disk.</summary>
/// <remarks>
/// <code>
/// 1 take all that waits     2 run each in the batch     3 one durable write     4 publish     5 tell watches     6 answer
/// </code>
/// When 3 fails the batch is forgotten and every caller of it told; then changes are refused without a try until
/// <see cref="EmbeddedStoreOptions.RetryAfterFault"/> has passed, and the next one after that is a try.
/// Between batches it does small portions of cleaning, so that writers never wait for a large one.
/// </remarks>
internal sealed class Committer
{
    private const int WritesPerBatch = 4096;
    private const long BytesPerBatch = 8 * 1024 * 1024;

    // Deleting a row costs about as much as writing one. Twice what is written, and some, is enough to catch up.
    private const int DeadRowsAtLeast = 64;
    private const int DeadRowsWhenIdle = 1024;
    private const int CleanedPerStep = 4096;

    // So many rounds of one change each, one after the other. Several writers find each other in one batch sooner or later, and a batch
    // costs less processor time than its changes one by one.
    private const int AloneBeforeBorrowing = 16;

    // Changes of callers' own threads until the committer looks whether the log wants moving.
    private const int AloneBeforeTidying = 64;

    // Clients that write one put after the other are back within a millisecond or two, and must not find the committer tidying.
    private const int ShortCalmMilliseconds = 10;
    private const int LongCalmMilliseconds = 1000;

    // A caller's thread that waits for longer is missed by other requests.
    private static readonly TimeSpan s_longestAlone = TimeSpan.FromMilliseconds(2);

    private readonly MvccState _state;
    private readonly Cleaner _cleaner;
    private readonly WatchRegistry _watches;
    private readonly Writes _writes;
    private readonly LeaseWrites _leases;
    private readonly IStoreFile _file;
    private readonly EmbeddedStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly LeaseTimer _expiry;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StoreError.Unavailable? _fault;
    private long _faultedAt;
    private List<Pending> _taken = [];
    private Calm _calm;
    private bool _wrote;
    private bool _started;
    private ExceptionDispatchInfo? _broken;
    private int _alone;
    private int _sinceTidied;

    public Committer(
        MvccState state, Cleaner cleaner, WatchRegistry watches, Writes writes, LeaseWrites leases,
        IStoreFile file, EmbeddedStoreOptions options, TimeProvider time, LeaseTimer expiry)
    {
        (_state, _cleaner, _watches, _writes, _leases) = (state, cleaner, watches, writes, leases);
        (_file, _options, _time, _expiry) = (file, options, time, expiry);
        Queue = new(options.MaxQueuedWrites, options.MaxQueuedBytes);
        expiry.Arm(state.Leases.UntilNextExpiry());
    }

    public CommitQueue Queue { get; }

    /// <summary>Why changes are refused; null when they are not.</summary>
    public StoreError.Unavailable? Fault => Volatile.Read(ref _fault);

    /// <summary>Starts the thread. Without it, whoever holds the committer calls <see cref="Round"/>, from one thread at a time.</summary>
    public void Start()
    {
        _started = true;
        new Thread(Run) { IsBackground = true, Name = "store-commit" }.Start();
    }

    /// <summary>Refuses new changes, commits those that wait, and ends.</summary>
    public Task CloseAsync()
    {
        Queue.Close();
        if (!_started) Run();
        return _stopped.Task;
    }

    /// <summary>
    /// Commits a change on the caller's thread when nobody else has one and the disk is fast: two hand-overs to threads that sleep would
    /// take as long as the disk's sync. False when it must take its place in the queue.
    /// </summary>
    public bool TryCommit(Pending pending)
    {
        if (Volatile.Read(ref _alone) < AloneBeforeBorrowing || !Queue.TryBorrow()) return false;
        var began = _time.GetTimestamp();
        var wake = true;
        try
        {
            _taken.Add(pending);
            CommitAll();
            wake = _cleaner.Step(_watches.OldestWatched(), CleanedPerStep) || _cleaner.HasDeadRows || ++_sinceTidied >= AloneBeforeTidying;
        }
        catch (Exception broken)
        {
            // For the committer, which stops for it and answers what is left in the queue and here.
            _broken = ExceptionDispatchInfo.Capture(broken);
        }
        finally
        {
            if (_time.GetElapsedTime(began) > s_longestAlone) Volatile.Write(ref _alone, 0);
            if (Queue.GiveBack(wake)) Volatile.Write(ref _alone, 0);
        }

        return true;
    }

    /// <summary>Commits what waits, or does a portion of tidying when nothing does; false when the queue is closed and empty.</summary>
    /// <param name="mayWait">Whether to sleep when there is nothing to do at all.</param>
    public bool Round(bool mayWait)
    {
        if (!Queue.Take(ref _taken, mayWait ? WaitOf(_calm) : 0)) return false;
        _broken?.Throw();
        if (_taken.Count == 0)
        {
            _sinceTidied = 0;
            _calm = AfterCalm();
            return true;
        }

        var isAlone = _taken.Count == 1;
        var began = _time.GetTimestamp();
        CommitAll();
        isAlone &= _time.GetElapsedTime(began) <= s_longestAlone;
        Volatile.Write(ref _alone, isAlone ? Math.Min(_alone + 1, AloneBeforeBorrowing) : 0);
        _cleaner.Step(_watches.OldestWatched(), CleanedPerStep);
        // Questions alone do not keep it from tidying.
        _calm = _wrote ? Calm.Busy : _calm == Calm.Busy ? Calm.Tidying : _calm;
        _wrote = false;
        return true;
    }

    private void Run()
    {
        try
        {
            while (Round(mayWait: true))
            {
            }

            _stopped.SetResult();
        }
        catch (Exception broken)
        {
            // A broken invariant: nothing more may be written. Whoever waits learns it, and so does whoever closes the store.
            var stopped = new StoreError.Unavailable(UnavailableReason.Closed, $"the store has stopped: {broken.Message}", OutcomeUnknown: true);
            Volatile.Write(ref _fault, stopped);
            Queue.Close();
            do
            {
                foreach (var pending in _taken) pending.Fail(stopped);
                _taken.Clear();
            }
            while (Queue.Take(ref _taken, waitMilliseconds: 0));
            _stopped.SetException(broken);
        }
    }

    private void CommitAll()
    {
        for (var start = 0; start < _taken.Count;)
        {
            var end = start;
            var bytes = 0L;
            while (end < _taken.Count && end - start < WritesPerBatch && bytes < BytesPerBatch) bytes += _taken[end++].Size;
            if (_fault is not null && _time.GetElapsedTime(_faultedAt) < _options.RetryAfterFault) RefuseChanges(start, end);
            else Commit(start, end);
            start = end;
        }

        _taken.Clear();
        _expiry.Arm(_state.Leases.UntilNextExpiry());
    }

    private void Commit(int start, int end)
    {
        for (var i = start; i < end; i++) _taken[i].Run(_writes, _leases);
        if (Write() is { } fault)
        {
            for (var i = start; i < end; i++) _taken[i].Fail(fault);
            return;
        }

        for (var i = start; i < end; i++) _taken[i].Complete();
    }

    /// <summary>Writes and publishes the batch; or forgets it, and says why.</summary>
    private StoreError.Unavailable? Write()
    {
        var batch = _state.Batch;
        var firstIndex = _state.View.LogEnd;
        if (batch.IsEmpty)
        {
            _state.Publish();
            return null;
        }

        _wrote = true;
        _cleaner.TakeDead(batch, Math.Max(DeadRowsAtLeast, batch.Events.Count * 2));
        var fault = _file.Write(batch);
        NoteFault(fault);
        if (fault is not null)
        {
            _cleaner.Return(batch);
            _state.Abort();
            return fault;
        }

        _state.Publish();
        _watches.Published(_state.Log, _state.View, firstIndex);
        return null;
    }

    /// <summary>Answers what changes nothing, refuses the rest.</summary>
    private void RefuseChanges(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            _taken[i].Run(_writes, _leases);
            if (_state.Batch.IsEmpty)
            {
                _taken[i].Complete();
                continue;
            }

            _state.Abort();
            // The write that failed may have an unknown outcome; this one was not tried.
            _taken[i].Fail(_fault! with { OutcomeUnknown = false });
        }
    }

    private static int WaitOf(Calm calm) => calm switch
    {
        Calm.Busy => ShortCalmMilliseconds,
        Calm.Tidied => LongCalmMilliseconds,
        Calm.Asleep => Timeout.Infinite,
        _ => 0,
    };

    /// <summary>Nothing has come for a while: does a portion of tidying.</summary>
    private Calm AfterCalm() => _calm switch
    {
        Calm.Busy or Calm.Tidying => TidyCalm(longCalm: false) ? Calm.Tidying : Calm.Tidied,
        Calm.Tidied or Calm.Shrinking => TidyCalm(longCalm: true) ? Calm.Shrinking : Calm.Asleep,
        // Woken by a caller that wrote on its own thread.
        _ => Calm.Busy,
    };

    /// <summary>A portion of tidying while nobody waits; true when there is more.</summary>
    private bool TidyCalm(bool longCalm)
    {
        if (_fault is not null) return false;
        if (_cleaner.Step(_watches.OldestWatched(), CleanedPerStep)) return true;
        if (!_cleaner.HasDeadRows) return _file.Tidy(longCalm);
        _cleaner.TakeDead(_state.Batch, DeadRowsWhenIdle);
        var fault = _file.Write(_state.Batch);
        NoteFault(fault);
        if (fault is not null) _cleaner.Return(_state.Batch);
        _state.Batch.Clear();
        return fault is null;
    }

    private void NoteFault(StoreError.Unavailable? fault)
    {
        Volatile.Write(ref _fault, fault);
        if (fault is not null) _faultedAt = _time.GetTimestamp();
    }
}
